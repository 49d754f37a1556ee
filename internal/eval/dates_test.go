// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
)

// TestDateScores compares the scores with the golden file, without tolerance.
func TestDateScores(t *testing.T) {
	s, err := Dates(sharedData(t, "timex/timebank"))
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "dates.golden", "timex/timebank\n"+s.String()+"\n")
	if s.All.F1() < 75 {
		t.Errorf("F1 of dates = %.1f, want at least 75", s.All.F1())
	}
}

const timeMLText = `<?xml version="1.0" ?>
<TimeML><DOCID>quay</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2026-03-11" functionInDocument="CREATION_TIME">11 March 2026</TIMEX3></DCT>
<EXTRAINFO>Filed on 5 March 2026</EXTRAINFO>
<TEXT>The quay <EVENT eid="e1">burned</EVENT> <TIMEX3 tid="t1" type="DATE" value="2026-03-10">on Tuesday</TIMEX3> &amp; fell at
<TIMEX3 tid="t2" type="TIME" value="2026-03-11T09:31">9:30 a.m.</TIMEX3> after <TIMEX3 tid="t3" type="DURATION" value="P2D">two days</TIMEX3>.
<TIMEX3 tid="t4" type="DATE" value="2025"></TIMEX3>In <TIMEX3 tid="t5" type="DATE" value="1988">1988</TIMEX3> it was new<TIMEX3 tid="t6" type="DATE" value="X">.</TIMEX3>
</TEXT></TimeML>`

func TestDatesAreScoredByPlaceAndValue(t *testing.T) {
	dir := t.TempDir()
	for name, s := range map[string]string{"a.tml": timeMLText, "b.tml": "<TimeML><TEXT>Nothing.</TEXT></TimeML>", "c.txt": "no TimeML"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Dates(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := (DateScores{Texts: 2, Places: PRF{3, 3, 4}, All: PRF{2, 3, 4}, Odd: PRF{2, 3, 4}}); s != want {
		t.Errorf("Dates = %+v, want %+v", s, want)
	}
	if g, err := readTimeML([]byte(timeMLText)); err != nil || !strings.HasPrefix(g.text, "The quay burned on Tuesday & fell") || g.times[0].span.Text != "on Tuesday" {
		t.Errorf("readTimeML = %+v, %v", g, err)
	}
}

func TestWhatIsNotTimeMLIsNamed(t *testing.T) {
	if _, err := Dates(t.TempDir()); !errors.Is(err, hearsay.ErrNotFound) {
		t.Errorf("Dates of an empty folder = %v, want not found", err)
	}
	for _, bad := range []string{"", "no XML", "<TimeML><TEXT>", "<other/>", "<TimeML></TEXT></TimeML>", "<TimeML>\xff</TimeML>"} {
		file := dataFile(t, "broken.tml", bad)
		_, err := Dates(filepath.Dir(file))
		if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), "broken.tml") {
			t.Errorf("Dates of %q = %v, want invalid, with the name of the file", bad, err)
		}
	}
}
