// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"strings"
	"testing"
)

func TestFeedsAreReadAsOthersReadThem(t *testing.T) {
	s, err := Feeds(sharedData(t, "feeds/feedparser"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files: %d of %d applicable assertions hold (%.1f %%)", s.Files, s.Held, s.Applicable, 100*s.Share())
	for _, d := range s.Deviations {
		t.Logf("%s: %s: %s", d.File, d.Expect, d.Why)
	}
	if s.Share() < 0.95 {
		t.Errorf("%.3f of the applicable assertions hold, want at least 0.95", s.Share())
	}
}

func TestExpectationsAreEvaluated(t *testing.T) {
	env := map[string]any{"feed": map[string]any{"title": "Tarn", "links": []any{map[string]any{"href": "a"}}},
		"entries": []any{map[string]any{"subtitle": "x\u00e4", "id": "1"}}, "encoding": "utf-8"}
	for expect, want := range map[string]bool{
		"not bozo and feed['title'] == u'Tarn'":                                    true,
		"not bozo and feed['title'] == 'Other'":                                    false,
		"feed['links'][0] == {'href': 'a'} and len(feed['links']) == 1":            true,
		"entries[0]['description'] == 'x\\xe4' and not entries[0].has_key('link')": true,
		"not entries[0]['link']":                                                   true,
		"entries[0]['guid'] == '1' or feed['x'] == ''":                             true,
		"(1, 2, 3) == (1, 2, 3) and feed.title != None":                            true,
		"feed['title'] == 'Ta' + 'rn'":                                             true,
	} {
		e, err := parseExpectation(expect)
		if err != nil {
			t.Errorf("parse %s: %v", expect, err)
			continue
		}
		if got, err := e.eval(env); truth(got) != want {
			t.Errorf("%s = %v (%v), want %v", expect, got, err, want)
		}
	}
	if _, err := parseExpectation("lambda x: x"); err == nil || !strings.Contains(err.Error(), "unknown form") {
		t.Errorf("an unknown form gives %v", err)
	}
}
