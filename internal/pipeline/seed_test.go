// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// seed takes in one of the seed texts that lie beside the shared data, or skips the test.
func seed(t *testing.T, name string) store.Reader {
	t.Helper()
	root := os.Getenv("HEARSAY_SHARED_DATA")
	if root == "" {
		t.Skip("HEARSAY_SHARED_DATA names no folder of data")
	}
	payload, err := os.ReadFile(filepath.Join(root, "..", "seeds", name))
	if err != nil {
		t.Skip("there are no seeds beside the data: ", err)
	}
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	p.ingest(t, func(yield func(pipeline.Input, error) bool) {
		yield(pipeline.Input{URL: "file:" + name, Fetched: hearsaytest.At(1, 0), Payload: payload}, nil)
	})
	run(t, &pipeline.Engine{Store: st, Archive: p.Archive})
	return st.As(store.Everything)
}

// allClaims gives the claims of all stories, with the latest assessment of each.
func allClaims(t *testing.T, r store.Reader) ([]hearsay.Claim, map[hearsay.ClaimID]hearsay.Assessment) {
	t.Helper()
	stories, err := r.Stories(t.Context(), store.StoryFilter{})
	if err != nil || len(stories) == 0 {
		t.Fatalf("%d stories, %v", len(stories), err)
	}
	var all []hearsay.Claim
	latest := map[hearsay.ClaimID]hearsay.Assessment{}
	for _, s := range stories {
		claims, err := r.ClaimsOf(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, claims...)
		for _, c := range claims {
			list, err := r.Assessments(t.Context(), c.ID)
			if err != nil || len(list) == 0 {
				t.Fatalf("assessments of %q: %d, %v", c.Text, len(list), err)
			}
			latest[c.ID] = list[len(list)-1]
		}
	}
	return all, latest
}

func TestBlogArchiveUnnamedSourcesAreOneToThree(t *testing.T) {
	claims, latest := allClaims(t, seed(t, "blog-archive.txt"))
	for _, voice := range []string{"Maltese officials", "Maltese government source", "Other sources", "three [anonymous] US officials"} {
		found := 0
		for _, c := range claims {
			a := latest[c.ID]
			if !slices.ContainsFunc(a.Origins, func(o hearsay.Origin) bool { return strings.Contains(o.Voice.Name, voice) }) {
				continue
			}
			found++
			if a.Low < 1 || a.High > 3 {
				t.Errorf("%q has %d–%d origins, want them within 1–3", c.Text, a.Low, a.High)
			}
		}
		if found == 0 {
			t.Errorf("no claim comes from %q", voice)
		}
	}
}

func TestBlogArchiveRumourIsDoubtedAndDenied(t *testing.T) {
	r := seed(t, "blog-archive.txt")
	claims, _ := allClaims(t, r)
	i := slices.IndexFunc(claims, func(c hearsay.Claim) bool { return strings.Contains(c.Text, "may be dead or close to dying") })
	if i < 0 {
		t.Fatalf("the rumour is no claim: %+v", claims)
	}
	responses, err := r.Responses(t.Context(), claims[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []hearsay.Stance
	for _, x := range responses {
		got = append(got, x.Stance)
	}
	for _, want := range []hearsay.Stance{hearsay.Doubts, hearsay.Denies, hearsay.Declines} {
		if !slices.Contains(got, want) {
			t.Errorf("responses to the rumour are %v, want %s among them", got, want)
		}
	}
}

func TestForumThreadHasSilenceAndNoReply(t *testing.T) {
	r := seed(t, "forum-thread.txt")
	claims, _ := allClaims(t, r)
	var silent []string
	var stances []hearsay.Stance
	for _, c := range claims {
		silent = append(silent, c.Silent)
		if !strings.Contains(c.Text, "defected in mid-February") {
			continue
		}
		responses, err := r.Responses(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range responses {
			stances = append(stances, x.Stance)
			if x.Stance == hearsay.NoReply && x.Due != "by press time" {
				t.Errorf("an answer was due %q, want by press time", x.Due)
			}
		}
	}
	for _, want := range []string{"The Washington Post", "New York Times"} {
		if !slices.Contains(silent, want) {
			t.Errorf("outlets said to have nothing are %q, want %s among them", silent, want)
		}
	}
	if !slices.Contains(stances, hearsay.NoReply) || !slices.Contains(stances, hearsay.Policy) {
		t.Errorf("stances to the defection are %v, want no reply and a standing policy", stances)
	}
}
