// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestChainScores compares the scores with the golden file, without tolerance.
func TestChainScores(t *testing.T) {
	s, err := Chains(sharedData(t, "gum-rst"))
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "chains.golden", "gum-rst, English, all texts\n"+s.String()+"\n")
}

const tree = `<rst><header><relations>
<rel name="attribution-positive" type="rst"/><rel name="joint-list" type="multinuc"/><rel name="elaboration-additional" type="rst"/>
</relations></header><body>
<segment id="1" parent="2" relname="attribution-positive">Orla Tolk said</segment>
<segment id="2" parent="12" relname="span">that</segment>
<segment id="3" parent="4" relname="attribution-positive">a clerk told her</segment>
<segment id="4" parent="13" relname="span">that the quay had n't burned .</segment>
<segment id="5" parent="4" relname="elaboration-additional">It is new .</segment>
<group id="10" type="span" parent="11" relname="span"/>
<group id="12" type="span" parent="99" relname="joint-list"/>
</body></rst>`

func TestTreesAreReadAsTheyArePrinted(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.rs4"), []byte(tree), 0o600); err != nil {
		t.Fatal(err)
	}
	texts, err := readRST(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := texts[0].text, "Orla Tolk said that a clerk told her that the quay hadn't burned. It is new."; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	r := texts[0].relations
	if len(r) != 2 || texts[0].text[r[1].content[0][0]:r[1].content[0][1]] != "that the quay hadn't burned." || len(r[1].content) != 1 {
		t.Errorf("relations = %+v, want two, and no satellite in the content of the second", r)
	}
}

func TestInnerAttributionCountsInsideTheRightOuterOne(t *testing.T) {
	const s = `<rst><header><relations><rel name="attribution-positive" type="rst"/></relations></header><body>
<segment id="1" parent="20" relname="attribution-positive">Orla Tolk said</segment>
<segment id="3" parent="4" relname="attribution-positive">that a clerk denied</segment>
<segment id="4" parent="20" relname="span">that the quay had burned .</segment>
<group id="20" type="span" parent="21" relname="span"/>
</body></rst>`
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.rs4"), []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Chains(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ChainScores{1, PRF{2, 2, 2}, PRF{1, 1, 1}}, got); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	if _, err := Chains(t.TempDir()); err == nil {
		t.Error("Chains of an empty folder gives no error")
	}
}

func TestThirdLevelStandsInsideTheSecond(t *testing.T) {
	const s = `<rst><header><relations><rel name="attribution-positive" type="rst"/></relations></header><body>
<segment id="1" parent="20" relname="attribution-positive">Orla Tolk said</segment>
<segment id="2" parent="30" relname="attribution-positive">that a clerk told her</segment>
<segment id="3" parent="4" relname="attribution-positive">that a guard denied</segment>
<segment id="4" parent="30" relname="span">that the quay had burned .</segment>
<group id="30" type="span" parent="20" relname="span"/>
<group id="20" type="span" parent="21" relname="span"/>
</body></rst>`
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.rs4"), []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	texts, err := readRST(dir)
	if err != nil {
		t.Fatal(err)
	}
	var outer []int
	for _, r := range texts[0].relations {
		outer = append(outer, r.outer)
	}
	if diff := cmp.Diff([]int{-1, 0, 1}, outer); diff != "" {
		t.Errorf("outer ones (-want +got):\n%s", diff)
	}
}
