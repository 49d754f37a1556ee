// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/cluster"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/read"
)

// TestStoryScores compares the scores with the golden file, without tolerance. The figures of cluster were chosen on
// the topics up to 18; the others are only reported.
func TestStoryScores(t *testing.T) {
	texts, err := readStories(sharedData(t, "ecbplus"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := sketchAll(texts)
	if err != nil {
		t.Fatal(err)
	}
	var chosen, others []sketchedText
	for _, x := range all {
		if x.topic <= 18 {
			chosen = append(chosen, x)
		} else {
			others = append(others, x)
		}
	}
	var out strings.Builder
	var whole StoryScores
	for _, part := range []struct {
		name  string
		texts []sketchedText
	}{{"topics 1 to 18, on which the figures were chosen", chosen}, {"topics 19 to 35", others}, {"all topics", all}} {
		s, err := scoreStories(t.Context(), part.texts, []uint64{1, 2})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\n%v\n\n", part.name, s)
		whole = s
	}
	goldenScores(t, "stories.golden", out.String())
	for _, x := range whole.Shuffles {
		if x.F1() < 0.92 {
			t.Errorf("shuffle %d: B-cubed F1 = %.4f, want at least 0.92", x.Seed, x.F1())
		}
	}
}

// TestStoriesOfOneMakeStayApart places an invented press whose stories are all told in the same sentences, eight of them at a
// time: only who does what where tells them apart.
func TestStoriesOfOneMakeStayApart(t *testing.T) {
	events := map[string]bool{}
	var texts []sketchedText
	for _, a := range hearsaytest.Generate(240, 300, 1) {
		docs, err := read.Capture(hearsay.Capture{ID: hearsay.CaptureID(a.URL), URL: a.URL, MediaType: "text/html", Fetched: a.Published}, a.HTML())
		if err != nil {
			t.Fatal(err)
		}
		events[a.Story] = true
		found := pipeline.Annotate(&docs[0], nil)
		texts = append(texts, sketchedText{storyText{event: a.Story, name: a.URL}, docs[0].ID, cluster.NewSketch(&docs[0], found.Mentions)})
	}
	in, moved, err := streamStories(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	s := compareStories(texts, in)
	s.Moved = moved
	goldenScores(t, "stories-of-one-make.golden", StoryScores{Texts: len(texts), Events: len(events), Shuffles: []StoryScore{s}}.String()+"\n")
}

// corpus writes a folder of two topics in the layout of ECB+: each sentence is given by its words.
func corpus(t *testing.T, files map[string][]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, sentences := range files {
		var b strings.Builder
		b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document doc_name=\"x\">\n")
		for i, s := range sentences {
			for j, w := range strings.Fields(s) {
				fmt.Fprintf(&b, "<token t_id=\"%d%d\" sentence=\"%d\" number=\"%d\">%s</token>\n", i, j, i, j, w)
			}
		}
		b.WriteString("<Markables/></Document>\n")
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fires are two events of one kind with two texts each, and a text that tells of neither.
var fires = map[string][]string{
	"1/1_1ecb.xml":     {"Elsund warehouse burns", "A warehouse of Corrin Freight burned down in Elsund on Friday .", "Orla Tolk of the fire brigade said `` a cable '' caught fire ."},
	"1/1_2ecb.xml":     {"Orla Tolk blamed a cable for the fire at Corrin Freight in Elsund .", "The warehouse had stood since Friday without power ."},
	"1/1_1ecbplus.xml": {"http : / / quorn . example / fire", "Quorn warehouse burns", "A warehouse of Vexley Lines burned down in Quorn on Monday .", "Jonas Amsel said a heater caught fire ."},
	"1/1_2ecbplus.xml": {"Jonas Amsel blamed a heater for the fire at Vexley Lines in Quorn .", "The fire began on Monday ."},
	"2/2_1ecb.xml":     {"Pia Rosk won the chess cup of Lanwan ."},
	"2/notes.xml":      {"Not a text of the corpus ."},
}

func TestStoryTextsAreReadAsTheyArePrinted(t *testing.T) {
	texts, err := readStories(corpus(t, fires))
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 5 || texts[0].name != "1_1ecb.xml" || texts[0].event != "1ecb" || texts[4].topic != 2 {
		t.Fatalf("readStories = %+v, want five texts in order", texts)
	}
	if want := "Elsund warehouse burns\n\nA warehouse of Corrin Freight burned down in Elsund on Friday.\n\nOrla Tolk of the fire brigade said \"a cable\" caught fire."; texts[0].text != want {
		t.Errorf("text = %q, want %q", texts[0].text, want)
	}
	if x := texts[1]; x.address != "http://quorn.example/fire" || strings.Contains(x.text, "example") || x.event != "1ecbplus" {
		t.Errorf("%+v: want the address apart from the text", x)
	}
}

func TestStoriesAreScored(t *testing.T) {
	s, err := Stories(t.Context(), corpus(t, fires), 0, 9, []uint64{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range s.Shuffles {
		if x.Stories != 3 || math.Abs(x.F1()-1) > 1e-9 || x.LookAlikes != 4 || x.Together != 0 {
			t.Errorf("%+v: want three stories, all right, and four pairs of look-alikes", x)
		}
	}
	if len(s.Shuffles) != 3 || !strings.Contains(s.String(), "texts 5  events 3") {
		t.Errorf("Stories = %v, want three shuffles of 5 texts", s)
	}
}

func TestStoriesAreHeldAgainstEvents(t *testing.T) {
	var texts []sketchedText
	for _, event := range []string{"1ecb", "1ecb", "1ecbplus", "1ecbplus"} {
		texts = append(texts, sketchedText{storyText: storyText{topic: 1, event: event}})
	}
	s := compareStories(texts, []hearsay.StoryID{"a", "a", "a", "b"})
	// three texts in a: shares 2/3, 2/3, 1/3; one in b: 1. Of its event each has 1, 1, 1/2, 1/2.
	if math.Abs(s.Precision-2.0/3) > 1e-9 || math.Abs(s.Recall-0.75) > 1e-9 || s.Together != 2 || s.LookAlikes != 4 || s.Stories != 2 {
		t.Errorf("%+v: want precision 0.667, recall 0.75, 2 of 4 look-alikes together", s)
	}
	if (StoryScore{}).F1() != 0 {
		t.Error("F1 of nothing is not 0")
	}
}

func TestStoryFolderThatCannotBeReadSaysWhatToDo(t *testing.T) {
	for dir, want := range map[string]string{
		t.TempDir(): "name a folder in the layout of ECB+",
		corpus(t, map[string][]string{"1_1ecb.xml": nil}): "1_1ecb.xml: it has no words",
	} {
		if _, err := Stories(t.Context(), dir, 0, 9, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Stories gives %v, want %q", err, want)
		}
	}
	if _, err := Stories(t.Context(), corpus(t, fires), 5, 9, nil); err == nil || !strings.Contains(err.Error(), "no text of the topics 5 to 9") {
		t.Errorf("Stories gives %v, want that there are no such topics", err)
	}
}
