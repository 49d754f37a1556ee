// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"time"

	"hearsay"
)

// asset is a file of ours as it is served. Its tag is taken from its bytes.
type asset struct {
	body []byte
	kind string
	tag  string
}

// assetKinds are the media types of the files we ship, so that no table of the machine is asked.
var assetKinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

// loadAssets reads the embedded files once.
func loadAssets(files fs.FS) map[string]asset {
	names, err := fs.Glob(files, "static/*")
	if err != nil {
		panic(err)
	}
	all := map[string]asset{}
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err) // an embedded file that cannot be read is a broken program
		}
		sum := sha256.Sum256(body)
		all[path.Base(name)] = asset{body, assetKinds[path.Ext(name)], hex.EncodeToString(sum[:6])}
	}
	return all
}

// addressIn gives the address of an asset with its tag in it: a changed file has a new address, so that the
// browser may keep the old one for ever.
func addressIn(assets map[string]asset) func(name string) string {
	return func(name string) string { return "/static/" + name + "?v=" + assets[name].tag }
}

func (d *desk) static(w http.ResponseWriter, r *http.Request) {
	a, ok := d.assets[r.PathValue("name")]
	if !ok {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", `"`+a.tag+`"`)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == a.tag {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}
