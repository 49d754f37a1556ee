// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/site"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

const public = "https://news.example/press"

// twoWeeks takes the newsroom in and publishes an issue.
func twoWeeks(t *testing.T) *store.Store {
	t.Helper()
	ctx, st := t.Context(), hearsaytest.Store(t)
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	looks, err := n.Looks()
	if err != nil {
		t.Fatal(err)
	}
	in := &pipeline.Intake{Store: st, Archive: a}
	e := &pipeline.Engine{Store: st, Archive: a}
	if err := in.AddNewsroom(ctx, n); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Look(ctx, looks, newsroom.First.Add(-time.Hour), newsroom.Last.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	if err := e.Run(ctx); err != nil {
		t.Fatal(err)
	}
	draft, err := ledger.DraftIssue(ctx, st.As(store.Viewer{}), ledger.Draft{Title: "The week", Moved: 5, Missed: 2})
	if err != nil {
		t.Fatal(err)
	}
	draft.By, draft.Made = "ann", newsroom.Last
	publish(t, st, draft)
	return st
}

func publish(t *testing.T, st *store.Store, draft hearsay.Issue) hearsay.Issue {
	t.Helper()
	i, err := desk.SaveDraft(t.Context(), st, draft)
	if err == nil {
		i, err = desk.Publish(t.Context(), st, i.ID, hearsay.Decision{Reason: "the week is over", By: "ann", At: draft.Made.Add(time.Hour)})
	}
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// write writes the site and reads it again.
func write(t *testing.T, st *store.Store, dir string) map[string][]byte {
	t.Helper()
	if _, err := site.Write(t.Context(), st, dir, site.Options{Public: public + "/", Name: "The Harbour Desk", Contact: "replies@news.example"}); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		at, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		files["/"+filepath.ToSlash(at)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestNewsroom(t *testing.T) {
	st := twoWeeks(t)
	dir := filepath.Join(t.TempDir(), "public")
	files := write(t, st, dir)
	t.Run("the same ledger gives the same bytes", func(t *testing.T) {
		again := write(t, st, dir) // in the place of the first
		if diff := cmp.Diff(slices.Sorted(maps.Keys(files)), slices.Sorted(maps.Keys(again))); diff != "" {
			t.Error(diff)
		}
		for name, body := range files {
			if !bytes.Equal(body, again[name]) {
				t.Errorf("%s is another", name)
			}
		}
		if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) != 1 {
			t.Errorf("beside the site is %v, %v", left, err)
		}
	})
	t.Run("every link leads somewhere", func(t *testing.T) { linksLead(t, files) })
	t.Run("no text is there in full", func(t *testing.T) { nothingInFull(t, st, files) })
	t.Run("feeds are read by our own reader", func(t *testing.T) { feedsAreRead(t, files) })
	t.Run("the sitemap has every page", func(t *testing.T) { everyPageListed(t, files) })
	t.Run("machines are told what it is", func(t *testing.T) { linkedData(t, files) })
	t.Run("who answers stands beside the claim", func(t *testing.T) {
		page := string(files[nameWith(t, files, "/claim/", "had docked at Lanwan on 1 March</h1>")])
		for _, want := range []string{"Right to reply", "Peldrake Shipping", "denies", `href="mailto:replies@news.example"`, "1–3 origins"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page of the claim has no %q", want)
			}
		}
	})
}

// linksOf gives the links of a page and the names of places in it.
func linksOf(t *testing.T, body []byte) (links []string, ids map[string]bool, script []string) {
	t.Helper()
	ids = map[string]bool{}
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src":
				links = append(links, a.Val)
			case "id":
				ids[a.Val] = true
			}
		}
		if n.Type == html.ElementNode && n.Data == "script" {
			script = append(script, n.FirstChild.Data)
		}
	}
	return links, ids, script
}

func linksLead(t *testing.T, files map[string][]byte) {
	places := map[string]map[string]bool{}
	for name, body := range files {
		if strings.HasSuffix(name, ".html") {
			_, places[name], _ = linksOf(t, body)
		}
	}
	seen := 0
	for name := range places {
		links, _, _ := linksOf(t, files[name])
		for _, l := range links {
			u, err := url.Parse(l)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			own := strings.TrimPrefix(l, "https://news.example")
			if !strings.HasPrefix(own, "/press/") {
				if u.Host == "" && u.Scheme != "mailto" && !strings.HasPrefix(l, "#") {
					t.Errorf("%s leads to %s", name, l)
				}
				continue
			}
			seen++
			at := strings.TrimPrefix(u.Path, "/press")
			if at == "/" {
				at = "/index.html"
			}
			if _, ok := files[at]; !ok {
				t.Errorf("%s leads to %s, where nothing is", name, l)
			}
			if u.Fragment != "" && !places[at][u.Fragment] {
				t.Errorf("%s leads to a place that is not there: %s", name, l)
			}
		}
	}
	if seen < 1000 {
		t.Errorf("%d links of the site: the walk is broken", seen)
	}
}

// nothingInFull looks for 320 letters of any text in one piece.
func nothingInFull(t *testing.T, st *store.Store, files map[string][]byte) {
	var all strings.Builder
	for _, body := range files {
		all.WriteString(html.UnescapeString(html.UnescapeString(string(body)))) // feeds have pages in text
	}
	documents, err := st.As(store.Everything).Documents(t.Context(), store.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	long := 0
	for _, d := range documents {
		letters := []rune(d.Text[d.Body:])
		for at := 0; at+320 <= len(letters); at += 40 {
			long++
			if piece := string(letters[at : at+320]); strings.Contains(all.String(), piece) {
				t.Errorf("%s: %q", d.ID, piece)
			}
		}
	}
	if long < 100 {
		t.Errorf("%d pieces: the texts are too short to tell", long)
	}
}

// TestWhatIsRestrictedLeavesNoTrace has two worlds, one of which only a partner may see, and an issue of each.
func TestWhatIsRestrictedLeavesNoTrace(t *testing.T) {
	st := hearsaytest.Store(t)
	seen, hidden := hearsaytest.NewWorld("seenworld", hearsay.Clear, 0), hearsaytest.NewWorld("hiddenworld", hearsay.Green, 1)
	hidden.Outlet = hearsay.Outlet{ID: "hiddenpaper", Name: "Hiddenworld Paper", Domain: "hiddenworld.example"}
	hidden.Document.Outlet, hidden.Document.Authors, hidden.Document.Title = "hiddenpaper", []string{"H. Hiddenworld"}, "A hiddenworld title"
	hidden.Story.Title = hidden.Document.Title
	for _, w := range []*hearsaytest.World{seen, hidden} {
		w.Save(t, st)
		made := hearsaytest.At(12, 0).Add(time.Duration(len(w.Name)) * time.Hour)
		publish(t, st, hearsay.Issue{Title: "Week of " + w.Name, By: "ann", Made: made, Items: []hearsay.Item{{Kind: hearsay.MovedItem, Title: "Envoys demanded a deal", Story: w.Story.ID,
			Lines: []hearsay.Line{{Text: "Han Kuo said the envoys demanded a deal.", Citations: []hearsay.Citation{{Document: w.Document.ID, Span: hearsaytest.Find(w.Document, "Han Kuo said the envoys demanded a deal"), Claim: w.Claim.ID}}}}}}})
	}
	office := hearsay.Entity{ID: "eoffice", Kind: hearsay.OrganizationEntity, Name: "Hiddenworld Office"} // the name of those who saw it first
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return errors.Join(tx.SaveEntities(t.Context(), office),
			tx.SaveAliases(t.Context(), hearsay.Alias{Entity: office.ID, Name: office.Name, Document: hidden.Document.ID}, hearsay.Alias{Entity: office.ID, Name: "The ministry", Document: seen.Document.ID}),
			tx.SaveMentions(t.Context(), hearsay.Mention{Document: seen.Document.ID, Span: hearsaytest.Find(seen.Document, "The ministry"), Kind: office.Kind, Name: "The ministry", Entity: office.ID}))
	})
	files := write(t, st, filepath.Join(t.TempDir(), "public"))
	if !strings.Contains(string(files["/tags.html"]), "The ministry") {
		t.Error("what is named in public is no tag")
	}
	shown := 0
	for name, body := range files {
		text := strings.ToLower(name + string(body))
		shown += strings.Count(text, "seenworld")
		for _, secret := range []string{"hiddenworld", "hiddenpaper", string(hidden.Story.ID), string(hidden.Claim.ID), string(hidden.Document.ID), string(hidden.Capture.ID), string(hidden.Said.ID)} {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells of %s", name, secret)
			}
		}
	}
	if files["/claim/"+string(seen.Claim.ID)+".html"] == nil || shown == 0 {
		t.Errorf("what everybody may see is not there, so this proves nothing")
	}
}

// TestH43WordsOfTheSiteStayWords: titles, names, addresses and IDs as an enemy would write them.
func TestH43WordsOfTheSiteStayWords(t *testing.T) {
	const hostile = "</script><script>alert(1)</script> \u202etxt.exe\u202c \"><img src=x onerror=alert(2)> ]]> <!--"
	st := hearsaytest.Store(t)
	w := hearsaytest.NewWorld("hostile", hearsay.Clear, 0)
	w.Outlet = hearsay.Outlet{ID: "../../out", Name: hostile, Domain: "x.example"}
	w.Document.Outlet, w.Document.Title, w.Document.Authors, w.Document.URL = w.Outlet.ID, hostile, []string{hostile, "../../../up"}, "javascript:alert(3)"
	w.Story.Title, w.Claim.Text = hostile, hostile
	w.Save(t, st)
	dir := filepath.Join(t.TempDir(), "public")
	files := write(t, st, dir)
	for name, body := range files {
		switch path.Ext(name) {
		case ".html":
			links, _, scripts := linksOf(t, body)
			for _, s := range scripts {
				if !json.Valid([]byte(s)) {
					t.Errorf("%s has a script: %s", name, s)
				}
			}
			for _, l := range links {
				if strings.HasPrefix(strings.ToLower(l), "javascript:") {
					t.Errorf("%s leads to %s", name, l)
				}
			}
			for _, bad := range []string{"<script>", "<img", "\u202e"} {
				if bytes.Contains(body, []byte(bad)) {
					t.Errorf("%s has %q", name, bad)
				}
			}
		case ".atom", ".rss", ".xml":
			wellFormed(t, name, body)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) != 1 {
		t.Errorf("beside the site is %v, %v", left, err)
	}
}

func TestAFolderThatIsNotOursIsLeftAlone(t *testing.T) {
	st, dir := hearsaytest.Store(t), t.TempDir()
	o := site.Options{Public: public}
	taken := filepath.Join(dir, "taken")
	if err := os.MkdirAll(taken, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := site.Write(t.Context(), st, taken, o); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	other := filepath.Join(dir, "other")
	if err := errors.Join(os.MkdirAll(other, 0o755), os.WriteFile(filepath.Join(other, "thesis.txt"), []byte("x"), 0o644), os.WriteFile(filepath.Join(dir, "file"), nil, 0o644), os.Symlink(taken, filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{other, filepath.Join(dir, "file"), filepath.Join(dir, "link")} {
		if _, err := site.Write(t.Context(), st, name, o); !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	left, err := os.ReadDir(dir)
	if _, gone := os.Stat(filepath.Join(other, "thesis.txt")); err != nil || gone != nil || len(left) != 4 {
		t.Errorf("left is %v, %v, %v", left, err, gone)
	}
}

func TestAddressesThatCannotBe(t *testing.T) {
	st := hearsaytest.Store(t)
	for _, o := range []site.Options{{Public: ""}, {Public: "news.example"}, {Public: "ftp://news.example"}, {Public: "https://u:p@news.example"}, {Public: "https://news.example/?x"},
		{Public: public, Contact: "javascript:alert(1)"}, {Public: public, Contact: "nobody"}} {
		if _, err := site.Write(t.Context(), st, filepath.Join(t.TempDir(), "x"), o); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
