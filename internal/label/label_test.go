// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// spoken are sentences of one pattern, with the source, the cue and the content of each.
func spoken() []string {
	var out []string
	for _, who := range []string{"Orla Tolk", "The harbour master", "A clerk", "Nora Quill", "The mayor"} {
		for _, cue := range []string{"said", "denied", "insisted"} {
			for _, what := range []string{"that the quay had burned", "that two cranes fell", "that the ship was late"} {
				out = append(out, who+"|"+cue+"|"+what)
			}
		}
	}
	return out
}

func example(s string) (*text.Text, []Relation) {
	p := strings.Split(s, "|")
	t := text.Parse(strings.Join(p, " ")+". The gulls slept.", text.Default())
	n := make([]int, 3)
	for i := range p {
		n[i] = len(strings.Fields(p[i]))
	}
	return t, []Relation{{
		Source: []Range{{0, n[0]}}, Cue: Range{n[0], n[0] + n[1]}, Content: []Range{{n[0] + n[1], n[0] + n[1] + n[2]}}, Parent: -1,
	}}
}

func tinyModel(t *testing.T) *Model {
	t.Helper()
	trainer, cueness := NewTrainer(), Cueness{}
	for _, s := range spoken() {
		parsed, gold := example(s)
		cueness.Add(parsed, gold, 1)
	}
	for _, s := range spoken() {
		parsed, gold := example(s)
		trainer.Add(NewFrame(parsed, nil, cueness.Level), gold)
	}
	file, err := linear.Save("five speakers", trainer.Train(1, nil), cueness.Lists())
	if err != nil {
		t.Fatal(err)
	}
	f, err := linear.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewModel(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPatternIsLearnt(t *testing.T) {
	m := tinyModel(t)
	for _, s := range []string{"A clerk|denied|that the quay had burned", "The captain|insisted|that two cranes fell"} {
		parsed, want := example(s)
		got := m.Find(parsed, nil)
		for i := range got {
			if got[i].Likely < Cut || got[i].Likely > 1 {
				t.Errorf("the cue of %q is %v likely", s, got[i].Likely)
			}
			got[i].Likely = 0
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("relations of %q (-want +got):\n%s", s, diff)
		}
	}
	if !m.Known("deny") || m.Known("sleep") {
		t.Error("the lemmas of cues are not those of the examples")
	}
}

func TestModelWithoutItsTablesIsRefused(t *testing.T) {
	file, err := linear.Save("nothing", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := linear.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewModel(f); err == nil || !strings.Contains(err.Error(), "cue") {
		t.Errorf("NewModel = %v, want an error that names what is lacking", err)
	}
}

func TestCountsCanBeTakenBack(t *testing.T) {
	c := Cueness{}
	parsed, gold := example("Orla Tolk|said|that the quay had burned")
	c.Add(parsed, gold, 1)
	once := c.Level("say")
	if once < 4 || c.Level("gull") > 2 || c.Level("quay") != 0 {
		t.Errorf("levels of say, gull and quay = %d, %d, %d; want a cue, none, and not counted inside of what is said", once, c.Level("gull"), c.Level("quay"))
	}
	c.Add(parsed, gold, 1)
	c.Add(parsed, gold, -1)
	if c.Level("say") != once {
		t.Errorf("the level of say is %d after counting and taking back, %d before", c.Level("say"), once)
	}
}

// checkRelations fails where a relation leads outside of the text, overlaps itself or stands in a circle.
func checkRelations(t *testing.T, p *text.Text, rs []Relation) {
	t.Helper()
	cues := map[Range]bool{}
	for i, r := range rs {
		if cues[r.Cue] {
			t.Fatalf("two relations of %q have the cue %v", p.S, r.Cue)
		}
		cues[r.Cue] = true
		all := append(append([]Range{r.Cue}, r.Source...), r.Content...)
		slices.SortFunc(all, func(a, b Range) int { return a.First - b.First })
		end := 0
		for _, x := range all {
			if x.First < end || x.Last <= x.First || x.Last > len(p.Tokens) {
				t.Fatalf("relation %d of %q: ranges %v overlap, are empty or lead outside", i, p.S, all)
			}
			end = x.Last
		}
		for at, up := i, 0; at >= 0; at, up = rs[at].Parent, up+1 {
			if up > len(rs) {
				t.Fatalf("relation %d of %q stands in a circle", i, p.S)
			}
		}
		if r.Parent >= 0 && !within(r.Cue, rs[r.Parent].Content) {
			t.Fatalf("relation %d of %q does not stand in the content of its parent", i, p.S)
		}
	}
}

func TestNestedRelationsStandInTheContentOfTheirParent(t *testing.T) {
	p := text.Parse("The mayor said the harbour master had told her that a clerk denied that the quay had burned.", text.Default())
	rs := Default().Find(p, nil)
	checkRelations(t, p, rs)
	nested := slices.ContainsFunc(rs, func(r Relation) bool { return r.Parent >= 0 })
	if len(rs) < 2 || !nested {
		t.Errorf("Find = %+v, want relations inside others", rs)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"", "He said so.", "“Well,” said Orla, “it’s gone.”\n“And?” she asked.", strings.Repeat("he said that ", 80), "\xff said \xfe.", "“““", "said said said",
		strings.Repeat("“It is,” he said. ", 30), strings.Repeat("x ", 700),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 10_000 {
			s = s[:10_000]
		}
		p := text.Parse(s, text.Default())
		hints := []Hint{{Cue: []Range{{0, 1}}, Content: []Range{{1, 3}}, Weight: 0.9}}
		checkRelations(t, p, Default().Find(p, hints))
	})
}
