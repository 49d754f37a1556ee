// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"hearsay"
)

// marker is a file of every site that we made: a folder with it may be replaced.
const (
	marker     = ".hearsay-site"
	markerText = "made by hearsay export site, which replaces this folder\n"
)

// folder is a site that is being written beside the place where it will be.
type folder struct {
	name  string // where it will be
	tmp   string
	root  *os.Root
	made  map[string]bool
	files int
	bytes int64
}

// newFolder begins a site. Nothing is changed at its place.
func newFolder(name string) (*folder, error) {
	name = filepath.Clean(name)
	if _, err := replaceable(name); err != nil {
		return nil, err
	}
	parent := filepath.Dir(name)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of the site: %w", err)
	}
	tmp, err := os.MkdirTemp(parent, "."+filepath.Base(name)+"-*")
	if err != nil {
		return nil, fmt.Errorf("make the folder of the site: %w", err)
	}
	f := &folder{name: name, tmp: tmp, made: map[string]bool{}}
	if err := os.Chmod(tmp, 0o755); err != nil { // it is for everybody
		return nil, errors.Join(err, os.RemoveAll(tmp))
	}
	if f.root, err = os.OpenRoot(tmp); err != nil {
		return nil, errors.Join(err, os.RemoveAll(tmp))
	}
	return f, f.write("/"+marker, []byte(markerText))
}

// replaceable tells whether something is at the place of the site that must make way. What we did not make does not.
func replaceable(name string) (there bool, err error) {
	refuse := func(cause error) (bool, error) {
		return false, &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "write the site to " + name, Cause: cause, Hint: "name a folder that is not there yet, or one that hearsay export site made"}
	}
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return refuse(err)
	}
	if !info.IsDir() {
		return refuse(errors.New("it is not a folder"))
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return refuse(err)
	}
	if len(entries) == 0 {
		return true, nil
	}
	if text, err := os.ReadFile(filepath.Join(name, marker)); err != nil || string(text) != markerText {
		return refuse(errors.New("there is something in it that is no site of ours"))
	}
	return true, nil
}

// write writes a file of the site; its name begins with a slash.
func (f *folder) write(name string, body []byte) error {
	name = strings.TrimPrefix(name, "/")
	if dir := path.Dir(name); dir != "." && !f.made[dir] {
		if err := f.root.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("write %s of the site: %w", name, err)
		}
		f.made[dir] = true
	}
	if err := f.root.WriteFile(name, body, 0o644); err != nil {
		return fmt.Errorf("write %s of the site: %w", name, err)
	}
	f.files++
	f.bytes += int64(len(body))
	return nil
}

// publish puts the site in its place, and what was there away.
func (f *folder) publish() error {
	there, err := replaceable(f.name) // somebody may have been here meanwhile
	if err != nil {
		return err
	}
	old := f.tmp + "-old"
	if there {
		if err := os.Rename(f.name, old); err != nil {
			return fmt.Errorf("put the last site away: %w", err)
		}
	}
	if err := os.Rename(f.tmp, f.name); err != nil {
		err = fmt.Errorf("put the site in its place: %w", err)
		if there {
			err = errors.Join(err, os.Rename(old, f.name))
		}
		return err
	}
	if there {
		return os.RemoveAll(old)
	}
	return nil
}

// close ends the work; what was not published is removed.
func (f *folder) close() {
	_ = f.root.Close()
	_ = os.RemoveAll(f.tmp) // not there any more where it was published
}

// fileName is an ID as the name of a file. IDs of ours are names already; what people named may not be.
func fileName(id string) string {
	ok := id != "" && len(id) <= 80 && id[0] != '.'
	for _, c := range []byte(id) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_')
	}
	if ok {
		return id
	}
	return hearsay.ID('x', id)
}
