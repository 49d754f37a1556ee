// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// newsroomStories reads, from the table of articles in the newsroom's README, which story each file belongs to.
func newsroomStories(t *testing.T) map[string]string {
	t.Helper()
	stories := map[string]string{}
	for line := range strings.Lines(newsroom.README()) {
		f := strings.Split(line, "|")
		if file := strings.TrimSpace(f[min(1, len(f)-1)]); len(f) == 6 && strings.HasSuffix(file, ".txt") {
			stories[file] = strings.TrimSpace(f[4])
		}
	}
	if len(stories) != 70 {
		t.Fatalf("the README has %d articles; it is not read right", len(stories))
	}
	return stories
}

// TestNewsroomStories compares the stories of the ledger with those of the README, without tolerance: a change of
// quality is a difference in the golden file.
func TestNewsroomStories(t *testing.T) {
	want := newsroomStories(t)
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	st, _ := fill(t, func(st *store.Store, a *archive.Archive) *pipeline.Engine {
		return &pipeline.Engine{Store: st, Archive: a}
	})
	r := st.As(store.Everything)
	in, first := map[string]hearsay.StoryID{}, map[hearsay.StoryID]string{}
	for _, file := range slices.Sorted(maps.Keys(want)) {
		i := slices.IndexFunc(n.Articles, func(a newsroom.Article) bool { return a.File == file })
		docs, err := r.DocumentsByURL(t.Context(), n.Articles[i].URL)
		if err != nil || len(docs) == 0 {
			t.Fatalf("%s is not stored: %v", file, err)
		}
		for _, d := range docs { // a page that was changed has two
			s, err := r.StoryOf(t.Context(), d.ID)
			if err != nil {
				t.Fatal(err)
			}
			if in[file] != "" && in[file] != s.ID {
				t.Errorf("%s: its versions are in the stories %s and %s", file, in[file], s.ID)
			}
			in[file] = s.ID
		}
		if first[in[file]] == "" {
			first[in[file]] = file
		}
	}
	compareWithGolden(t, "stories.golden", storyTable(want, in, first))
}

// storyTable prints, for each story of the ledger, how many articles of which story of the README it has, and B-cubed
// precision and recall.
func storyTable(want map[string]string, in map[string]hearsay.StoryID, first map[hearsay.StoryID]string) string {
	type cell struct {
		begins, story string // the first article of a story of the ledger; a story of the README
	}
	both, begun, told := map[cell]int{}, map[string]int{}, map[string]int{}
	for file, story := range want {
		both[cell{first[in[file]], story}]++
		begun[first[in[file]]]++
		told[story]++
	}
	var b strings.Builder
	for _, c := range slices.SortedFunc(maps.Keys(both), func(x, y cell) int { return strings.Compare(x.begins+x.story, y.begins+y.story) }) {
		fmt.Fprintf(&b, "%-26s %2d of %2d %s\n", c.begins, both[c], told[c.story], c.story)
	}
	precision, recall := 0.0, 0.0
	for c, n := range both {
		precision += float64(n*n) / float64(begun[c.begins])
		recall += float64(n*n) / float64(told[c.story])
	}
	precision, recall = precision/float64(len(want)), recall/float64(len(want))
	fmt.Fprintf(&b, "stories %d of %d  precision %.4f  recall %.4f  B-cubed F1 %.4f\n", len(begun), len(told), precision, recall,
		2*precision*recall/(precision+recall))
	return b.String()
}

func compareWithGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(bytes.TrimSpace(want)), strings.TrimSpace(got)); diff != "" {
		t.Errorf("stories (-golden +got), run with -update to accept:\n%s", diff)
	}
}

// move is a document that newcomers of a day moved from one story to another.
type move struct {
	day      int
	document hearsay.DocumentID
	from, to hearsay.StoryID
	other    hearsay.StoryID // a story that has nothing to do with it
}

// firstMove fills a ledger and looks for a document that moves for good.
func firstMove(t *testing.T) move {
	t.Helper()
	var days []map[hearsay.DocumentID]hearsay.StoryID // where the documents are on the eve of each day
	look := func(st *store.Store) {
		placed := map[hearsay.DocumentID]hearsay.StoryID{}
		for _, m := range memberships(t, st) {
			placed[m.Document] = m.Placed
		}
		days = append(days, placed)
	}
	st, _ := fill(t, func(st *store.Store, a *archive.Archive) *pipeline.Engine {
		look(st)
		return &pipeline.Engine{Store: st, Archive: a}
	})
	look(st)
	last := days[len(days)-1]
	for day, before := range days[:len(days)-1] {
		for _, d := range slices.Sorted(maps.Keys(before)) {
			m := move{day: day, document: d, from: before[d], to: days[day+1][d]}
			if m.from == m.to || m.from == last[d] {
				continue
			}
			for _, s := range slices.Sorted(maps.Values(before)) {
				if s != m.from && s != m.to && s != last[d] {
					m.other = s
					return m
				}
			}
		}
	}
	t.Fatal("no document moves for good; the newsroom tests nothing")
	return move{}
}

func memberships(t *testing.T, st *store.Store) (all []hearsay.Membership) {
	t.Helper()
	r := st.As(store.Everything)
	stories, err := r.Stories(t.Context(), store.StoryFilter{})
	for _, s := range stories {
		var in []hearsay.Membership
		if in, err = r.MembershipsOf(t.Context(), s.ID); err != nil {
			break
		}
		all = append(all, in...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestDecisionStandsWhateverNewcomersMove decides about a document on the eve of the day on which newcomers would move
// it. It stays where the person put it, to the last day, and when everything is placed anew.
func TestDecisionStandsWhateverNewcomersMove(t *testing.T) {
	raced.Skip(t)
	would := firstMove(t)
	split := hearsay.StoryID(hearsay.ID('t', "split", string(would.document)))
	for _, x := range []struct {
		decision hearsay.Decision
		in       hearsay.StoryID
	}{
		{hearsay.Decision{Kind: hearsay.SplitStory, Object: string(would.document), Other: string(would.from)}, split},
		{hearsay.Decision{Kind: hearsay.MergeStories, Object: string(would.from), Other: string(would.other)}, would.from},
		{hearsay.Decision{Kind: hearsay.MergeStories, Object: string(would.other), Other: string(would.from)}, would.other},
	} {
		t.Run(string(x.decision.Kind), func(t *testing.T) {
			day := 0
			st, a := fill(t, func(st *store.Store, a *archive.Archive) *pipeline.Engine {
				if day == would.day {
					x.decision.By, x.decision.Reason, x.decision.At = "ann", "test", time.Now()
					if _, err := desk.Decide(t.Context(), st, x.decision); err != nil {
						t.Fatal(err)
					}
				}
				day++
				return &pipeline.Engine{Store: st, Archive: a}
			})
			m, err := st.As(store.Everything).Memberships(t.Context(), would.document)
			if err != nil || len(m) != 1 || m[0].Story != x.in || m[0].Placed != would.from {
				t.Errorf("%s is in %+v, %v; want it in %s, placed in %s", would.document, m, err, x.in, would.from)
			}
			decided := ledger(t, st, false)
			if _, err := pipeline.Rebuild(t.Context(), st, "cluster"); err != nil {
				t.Fatal(err)
			}
			run(t, &pipeline.Engine{Store: st, Archive: a})
			if diff := cmp.Diff(decided, ledger(t, st, false)); diff != "" {
				t.Errorf("placed anew (-before +after):\n%s", diff)
			}
		})
	}
}

// TestSameStoriesInAnyOrderOfArrival takes the whole newsroom in at once, in three orders and with 1, 2 and 8 workers:
// the ledgers are equal to the byte.
func TestSameStoriesInAnyOrderOfArrival(t *testing.T) {
	raced.Skip(t)
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	looks, err := n.Looks()
	if err != nil {
		t.Fatal(err)
	}
	var seen []newsroom.Look
	for _, l := range looks {
		if !l.Unchanged {
			seen = append(seen, l)
		}
	}
	backwards := slices.Clone(seen)
	slices.Reverse(backwards)
	shuffled := slices.Clone(seen)
	rand.New(rand.NewPCG(5, 5)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	want := ""
	for order, looks := range [][]newsroom.Look{seen, backwards, shuffled} {
		for _, workers := range []int{1, 2, 8} {
			got := ledger(t, arrive(t, n, looks, workers), true)
			if want == "" {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("order %d, %d workers (-first +this):\n%s", order, workers, diff)
			}
		}
	}
	if strings.Count(want, "moved from") == 0 {
		t.Error("no document moved; the order tests little")
	}
}

// arrive takes looks in, in the order in which they are given, and derives everything.
func arrive(t *testing.T, n *newsroom.Newsroom, looks []newsroom.Look, workers int) *store.Store {
	t.Helper()
	p := newPlant(t, hearsaytest.Store(t))
	if err := p.AddNewsroom(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	p.ingest(t, func(yield func(pipeline.Input, error) bool) {
		for _, l := range looks {
			if !yield(pipeline.Input{URL: l.URL, MediaType: l.MediaType, Status: 200, Fetched: l.At, Feed: l.Feed,
				Outlet: hearsay.Outlet{ID: l.Outlet}, Payload: l.Payload}, nil) {
				return
			}
		}
	})
	run(t, &pipeline.Engine{Store: p.Store, Archive: p.Archive, Workers: workers})
	return p.Store
}
