// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/annotate"
	"hearsay/internal/resolve"
)

func TestVoicesHaveWhatTheTextSaysOfThem(t *testing.T) {
	b, err := os.ReadFile("testdata/described.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := document("described", string(b))
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, nil)
	got := map[string]string{}
	for _, a := range r.Attributions {
		got[a.Voice.Name] = a.Voice.Description
		if s := a.Voice.Described; d.Text[s.Start:s.End] != a.Voice.Description {
			t.Errorf("%s is described by %q, at bytes that hold %q", a.Voice.Name, a.Voice.Description, d.Text[s.Start:s.End])
		}
	}
	want := map[string]string{
		"Orla Tolk": "a straight shooter", "Jonas Amsel": "who built it", "Mira Holloway": "a careful engineer", "Elsund Courier": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("descriptions (-want +got):\n%s", diff)
	}
}
