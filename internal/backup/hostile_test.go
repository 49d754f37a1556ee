// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/backup"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/manifest"
	"hearsay/internal/store"
)

// mend writes the manifest of a folder anew.
func mend(t *testing.T, dir string) {
	t.Helper()
	m := manifest.Manifest{Format: backup.Format}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == manifest.Name {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		sum := manifest.NewSum(nil)
		if _, err := io.Copy(sum, f); err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		m.Files = append(m.Files, sum.File(filepath.ToSlash(name)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Encode()
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, manifest.Name), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestH26RestoreWritesNowhereElse: names that lead elsewhere, links, devices, files that are more than there are bytes, and files
// that belong to no backup refuse the whole, before anything is written.
func TestH26RestoreWritesNowhereElse(t *testing.T) {
	h := newHouse(t)
	h.ingest(t, 1, 5)
	whole, _ := h.backup(t, "b.tar", backup.Options{})
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	reg := func(name string) *tar.Header { return &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600} }
	for name, header := range map[string]*tar.Header{
		"dots": reg("../evil"), "dots within": reg("segments/../../evil"), "absolute": reg("/tmp/hearsay-evil"),
		"device": reg("segments/CON"), "backslash": reg(`segments\..\evil`), "unknown": reg("segments/00000001-aaaaaaaaaaaaaaaa.sh"),
		"journal": reg("hearsay.db-wal"), "lock": reg("lock"), "twice": reg("hearsay.db"), "other case": reg("Hearsay.db"),
		"link":      {Typeflag: tar.TypeSymlink, Name: "segments/00000009-aaaaaaaaaaaaaaaa.warc.gz", Linkname: "/etc/passwd"},
		"hard link": {Typeflag: tar.TypeLink, Name: "segments/00000009-aaaaaaaaaaaaaaaa.warc.gz", Linkname: "hearsay.db"},
		"pipe":      {Typeflag: tar.TypeFifo, Name: "segments/00000009-aaaaaaaaaaaaaaaa.warc.gz"},
		"node":      {Typeflag: tar.TypeChar, Name: "segments/00000009-aaaaaaaaaaaaaaaa.warc.gz"},
		"folder":    {Typeflag: tar.TypeDir, Name: "segments/"},
		"more":      reg("segments/00000009-aaaaaaaaaaaaaaaa.warc.gz"),
	} {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for r := tar.NewReader(bytes.NewReader(good)); ; {
			entry, err := r.Next()
			if err == io.EOF {
				break
			}
			if err == nil {
				err = w.WriteHeader(entry)
			}
			if err == nil {
				_, err = io.Copy(w, r)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(w.WriteHeader(header), w.Close()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		refused(t, name, b.Bytes())
	}
	sparse := "30 GNU.sparse.size=100000000000\n22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
	refused(t, "holes", slices.Concat(block("PaxHeaders/x", 'x', int64(len(sparse))), pad([]byte(sparse)),
		block("segments/00000009-aaaaaaaaaaaaaaaa.warc.gz", '0', 512), make([]byte, 1536)))
	refused(t, "lying size", slices.Concat(block("hearsay.db", '0', 1<<40), []byte("short")))
	refused(t, "NUL", append(block("segments/a\x00.warc.gz", '0', 0), good...))
	refused(t, "no tar", []byte("<html>"))
	refused(t, "nothing", nil)
}

// block is the header of an entry.
func block(name string, kind byte, size int64) []byte {
	b := make([]byte, 512)
	copy(b, name)
	copy(b[100:], "0000600\x000000000\x000000000\x00")
	copy(b[124:], fmt.Sprintf("%011o\x00", min(size, 1<<33-1)))
	copy(b[136:], "00000000000\x00        ")
	b[156] = kind
	copy(b[257:], "ustar\x0000")
	sum := 0
	for _, c := range b {
		sum += int(c)
	}
	copy(b[148:], fmt.Sprintf("%06o\x00 ", sum))
	return b
}

func pad(b []byte) []byte { return append(b, make([]byte, (512-len(b)%512)%512)...) }

func refused(t *testing.T, name string, b []byte) {
	t.Helper()
	home := t.TempDir()
	from := filepath.Join(home, "in.tar")
	if err := os.WriteFile(from, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), from, filepath.Join(home, "data"), backup.RestoreOptions{}); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("%s: Restore = %v", name, err)
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) != 1 {
		t.Errorf("%s: %v is left, %v", name, left, err)
	}
}

// TestH26FoldersWithLinksAreNotRestored: a folder may come from anywhere too.
func TestH26FoldersWithLinksAreNotRestored(t *testing.T) {
	h := newHouse(t)
	h.ingest(t, 1, 5)
	for name, spoil := range map[string]func(dir string) error{
		"link":     func(dir string) error { return os.Symlink("/etc/passwd", filepath.Join(dir, "lock")) },
		"database": func(dir string) error { return swap(filepath.Join(dir, "hearsay.db")) },
		"segments": func(dir string) error { return swap(filepath.Join(dir, "segments")) },
		"folder":   func(dir string) error { return os.Mkdir(filepath.Join(dir, "more"), 0o700) },
	} {
		dir, _ := h.backup(t, "b", backup.Options{})
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Restore(t.Context(), dir, filepath.Join(t.TempDir(), "data"), backup.RestoreOptions{}); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: Restore = %v", name, err)
		}
	}
}

// swap puts a link in the place of something.
func swap(path string) error {
	if err := os.Rename(path, path+"-elsewhere"); err != nil {
		return err
	}
	return os.Symlink(path+"-elsewhere", path)
}

const canary = "whsec_canary-that-nobody-may-find"

// furnish gives a ledger people, tokens, hooks and hubs.
func furnish(t *testing.T, st *store.Store) {
	t.Helper()
	ctx := t.Context()
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return errors.Join(
			tx.AddAccount(ctx, hearsay.Account{ID: "u1", Name: "ann", Role: hearsay.RoleAdmin, Password: "$argon2id$" + canary}),
			tx.AddHook(ctx, hearsay.Hook{ID: "w1", URL: "https://bot.example/" + canary, Secret: canary, Ceiling: hearsay.Clear}),
			tx.SaveSubscriptions(ctx, hearsay.Subscription{Feed: "f1", Hub: "https://hub.example/", Topic: "https://paper.example/rss", Path: canary, Secret: canary}),
			tx.AddAPIToken(ctx, store.APIToken{Hash: canary, ID: "t1", Account: "u1", Name: "bot"}),
			tx.SaveSession(ctx, store.Session{Token: canary, Data: []byte(canary), Expires: hearsaytest.At(12, 0)}, hearsaytest.At(1, 0)),
			tx.SaveFeeds(ctx, hearsay.Feed{ID: "good", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss"}),
		)
	})
}

// TestBackupHoldsNoSecretUnlessAsked looks for what nobody may find in the bytes of the backup.
func TestBackupHoldsNoSecretUnlessAsked(t *testing.T) {
	h := newHouse(t)
	h.ingest(t, 1, 5)
	furnish(t, h.Store)
	for _, with := range []bool{false, true} {
		file, _ := h.backup(t, "b.tar", backup.Options{Secrets: with})
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(b, []byte(canary)); got != with {
			t.Errorf("secrets asked for: %v, found: %v", with, got)
		}
		for _, take := range []bool{false, true} {
			if take && !with {
				continue
			}
			back, r := restored(t, file, backup.RestoreOptions{Secrets: take})
			hooks, err := back.Store.As(store.Everything).Hooks(t.Context())
			if err != nil || (len(hooks) == 1) != take || !slices.Equal(r.Admins, []string{"ann"}) {
				t.Errorf("restored with %v, taken over %v: hooks %v, admins %v, %v", with, take, hooks, r.Admins, err)
			}
			a, err := back.Store.As(store.Everything).AccountNamed(t.Context(), "ann")
			if err != nil || (a.Password != "") != take {
				t.Errorf("account %+v, %v", a, err)
			}
		}
	}
}

// TestH27BackupsOfStrangersAreJudged: a backup whose manifest fits, with an administrator and a way in for somebody, with
// feeds, pages and hooks that lead inside, with a log that was changed, or a database that does things when it is opened.
func TestH27BackupsOfStrangersAreJudged(t *testing.T) {
	h := newHouse(t)
	h.ingest(t, 1, 20)
	furnish(t, h.Store)
	dir, _ := h.backup(t, "b", backup.Options{Secrets: true})
	feed := func(id, url string) string {
		return fmt.Sprintf("INSERT INTO feed (id, outlet, kind, url, every, next, etag, changed, tlp) VALUES ('%s', 'o', 'rss', '%s', 1, 1, '', '', 0)", id, url)
	}
	change(t, dir, "UPDATE account SET name = 'mallory', folded = 'mallory', password = 'known'",
		feed("evil1", "file:///etc/passwd"), feed("evil2", "http://10.0.0.7/rss"), feed("evil3", "http://localhost/"),
		"INSERT INTO page (id, url, outlet, first, next, etag, changed, tlp) VALUES ('p1', 'http://169.254.169.254/latest', '', 1, 1, '', '', 0)",
		"UPDATE hook SET url = 'http://127.0.0.1:9/'")
	back, r := restored(t, edited(t, dir, `"feed": 1`, `"feed": 4`), backup.RestoreOptions{Secrets: true})
	said := strings.Join(r.Dropped, "\n")
	for _, want := range []string{"feed evil1", "feed evil2", "feed evil3", "page http://169.254.169.254/latest", "hook w1"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not named as dropped:\n%s", want, said)
		}
	}
	reader := back.Store.As(store.Everything)
	feeds, err := reader.Feeds(t.Context(), store.FeedFilter{})
	if err != nil || len(feeds) != 1 || feeds[0].ID != "good" {
		t.Errorf("feeds %+v, %v", feeds, err)
	}
	if hooks, err := reader.Hooks(t.Context()); err != nil || len(hooks) != 0 {
		t.Errorf("hooks %+v, %v", hooks, err)
	}
	back, r = restored(t, edited(t, dir, "", ""), backup.RestoreOptions{})
	if a, err := back.Store.As(store.Everything).AccountNamed(t.Context(), "mallory"); err != nil || a.Password != "" || !slices.Equal(r.Admins, []string{"mallory"}) {
		t.Errorf("the administrator of a stranger may come in: %+v, %v", a, err)
	}
}

func TestH27BackupsThatContradictThemselvesAreRefused(t *testing.T) {
	raced.Skip(t) // one after another, and slow so
	h := newHouse(t)
	h.ingest(t, 1, 20)
	furnish(t, h.Store)
	for name, statement := range map[string]string{
		"a role that is none":    "UPDATE account SET role = 'root'",
		"a ceiling that is none": "UPDATE account SET ceiling = 99",
		"a trigger":              "CREATE TRIGGER evil AFTER UPDATE ON account BEGIN UPDATE account SET role = 'admin'; END",
		"a view":                 "CREATE VIEW evil AS SELECT 1",
		"a table more":           "CREATE TABLE evil (a)",
		"a table less":           "DROP TABLE passkey",
		"a column more":          "ALTER TABLE feed ADD COLUMN evil TEXT",
		"another head":           "UPDATE checkpoint SET root = zeroblob(32)",
		"a log that is cut":      "DELETE FROM log_leaf WHERE leaf = (SELECT max(leaf) FROM log_leaf)",
		"a head that is cut":     "UPDATE checkpoint SET size = size - 1",
		"another address":        "UPDATE capture SET url = 'file:other' WHERE leaf = 3",
		"a capture less":         "DELETE FROM capture WHERE leaf = 18",
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := h.backup(t, "b", backup.Options{})
			change(t, dir, statement)
			data := filepath.Join(t.TempDir(), "data")
			_, err := backup.Restore(t.Context(), dir, data, backup.RestoreOptions{})
			if !errors.Is(err, hearsay.ErrInvalid) && !errors.Is(err, hearsay.ErrConflict) {
				t.Errorf("Restore = %v", err)
			}
			if _, err := os.Stat(data); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a folder was made: %v", err)
			}
		})
	}
	dir, written := h.backup(t, "b", backup.Options{})
	for name, edit := range map[string][2]string{
		"another head in words": {written.Head.Root[:10], "0123456789"}, "other counts": {`"capture": 19`, `"capture": 18`},
		"another engine": {"sqlite", "postgres"}, "a field more": {`"secrets"`, `"evil": 1, "secrets"`},
	} {
		changed := edited(t, dir, edit[0], edit[1])
		if _, err := backup.Restore(t.Context(), changed, filepath.Join(t.TempDir(), "data"), backup.RestoreOptions{}); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
}

// edited gives a copy of a backup in which something in backup.json is otherwise.
func edited(t *testing.T, dir, from, to string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "edited")
	if err := os.CopyFS(out, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(out, "backup.json")
	b, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(b, []byte(from)) {
		t.Fatalf("%q is not in backup.json: %v", from, err)
	}
	if err := os.WriteFile(file, bytes.Replace(b, []byte(from), []byte(to), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	mend(t, out)
	return out
}
