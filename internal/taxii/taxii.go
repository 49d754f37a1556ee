// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package taxii is the door for machines of other desks: claims as STIX objects, read by TAXII 2.1 (OASIS Standard of 10 June 2021). There is
// a collection for each marking, of what whoever may see that marking may see; what is taken back is told once more, with nothing of what
// it said. docs/design/sharing.md tells what is promised.
package taxii

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

// Root is where the door is; ledger the one API root behind it.
const (
	Root   = "/taxii2/"
	ledger = Root + "ledger/"
)

// The media types of answers and of what is in them.
const (
	mediaType = "application/taxii+json;version=2.1"
	stixType  = "application/stix+json;version=2.1"
)

// The limits of what is asked.
const (
	perSecond = 10  // requests of one asker
	atOnce    = 100 // the same
	worksAt   = 2   // requests of one asker that are answered at the same time
	mostItems = 100 // on a page
)

// Options are what the door stands on.
type Options struct {
	Store  *store.Store
	Door   *desk.Doorkeeper // who may come in
	Desk   stix.Desk        // in whose name is shared
	Public string           // address of the desk as it is reached from outside; that by which it is asked where empty
	Secure bool             // what stands before it speaks TLS
	Log    *slog.Logger     // slog.Default if nil

	every time.Duration    // between two looks at what the ledger has to offer; ten seconds if 0
	burst int              // requests of one asker at once
	clock func() time.Time // time.Now if nil
}

// door is the handler in parts.
type door struct {
	Options
	shelf *shelf
	rates *desk.Rates
	turns *desk.Turns
	key   []byte // signs the places in lists; they hold as long as this process
}

// Handler serves all below [Root], to who has a token.
func Handler(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.clock == nil {
		o.clock = time.Now
	}
	d := &door{Options: o, rates: desk.NewRates(perSecond, cmp.Or(o.burst, atOnce)), turns: desk.NewTurns(worksAt, 0), key: make([]byte, 32)}
	d.shelf = &shelf{store: o.Store, desk: o.Desk, every: cmp.Or(o.every, 10*time.Second), clock: o.clock}
	_, _ = rand.Read(d.key) // never fails
	mux := http.NewServeMux()
	const one = ledger + "collections/{collection}/"
	for pattern, handle := range map[string]func(*http.Request) (*answer, error){
		Root + "{$}":                          d.discovery,
		ledger + "{$}":                        d.root,
		ledger + "collections/{$}":            d.collections,
		one + "{$}":                           d.collection,
		one + "manifest/{$}":                  d.manifest,
		one + "objects/{$}":                   d.objects,
		one + "objects/{object}/{$}":          d.object,
		one + "objects/{object}/versions/{$}": d.versions,
	} {
		mux.HandleFunc("GET "+pattern, d.answers(handle))
	}
	mux.HandleFunc("POST "+one+"objects/{$}", d.readOnly)
	mux.HandleFunc("DELETE "+one+"objects/{object}/{$}", d.readOnly)
	mux.HandleFunc("/", d.elsewhere)
	return d.asked(mux)
}

// answer is what is sent, with the times that stand in its header.
type answer struct {
	body        any
	first, last time.Time // when the first and the last of a list were put into the collection
}

// discovery tells where the roots are.
func (d *door) discovery(r *http.Request) (*answer, error) {
	base := strings.TrimSuffix(d.Public, "/")
	if base == "" {
		base = map[bool]string{true: "https://", false: "http://"}[d.Secure] + r.Host
	}
	at := base + ledger
	return &answer{body: struct {
		Title       string   `json:"title"`
		Description string   `json:"description"`
		Default     string   `json:"default"`
		Roots       []string `json:"api_roots"`
	}{d.Desk.Name, "Who says what, on whose authority.", at, []string{at}}}, nil
}

// root tells about the one root.
func (d *door) root(*http.Request) (*answer, error) {
	return &answer{body: struct {
		Title    string   `json:"title"`
		Versions []string `json:"versions"`
		Most     int      `json:"max_content_length"` // of what is sent here: nothing is taken
	}{"The ledger of " + d.Desk.Name, []string{mediaType}, 1}}, nil
}

// collection is what is told of a collection.
type collection struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	CanRead     bool     `json:"can_read"`
	CanWrite    bool     `json:"can_write"`
	MediaTypes  []string `json:"media_types"`

	marking hearsay.TLP
}

// namespace is that of the IDs of collections.
var namespace = uuid.MustParse("0d9f5a2c-7be1-4f36-9a43-52c8e1b7d60f")

// all are the collections, the most open first. Their IDs are the same on every desk.
var all = func() (list []collection) {
	for tlp := hearsay.Clear; tlp <= hearsay.Red; tlp++ {
		list = append(list, collection{ID: uuid.NewSHA1(namespace, []byte(tlp.String())).String(), Title: "Claims up to TLP:" + tlp.String(),
			Description: "What whoever may see TLP:" + tlp.String() + " may see, each object with its own marking.",
			CanRead:     true, MediaTypes: []string{stixType}, marking: tlp})
	}
	return list
}()

// collections lists those up to the asker's ceiling.
func (d *door) collections(r *http.Request) (*answer, error) {
	return &answer{body: map[string][]collection{"collections": all[:desk.Viewer(r.Context()).TLP+1]}}, nil
}

func (d *door) collection(r *http.Request) (*answer, error) {
	c, err := d.named(r)
	return &answer{body: c}, err
}

// named gives the collection that is asked for. One above the asker's ceiling is refused, and that it was asked for is written down:
// which collections there are is no secret, what they hold is.
func (d *door) named(r *http.Request) (*collection, error) {
	id := strings.ToLower(r.PathValue("collection"))
	for i := range all {
		c := &all[i]
		if c.ID != id {
			continue
		}
		if me := desk.WhoIs(r.Context()); c.marking > me.Ceiling {
			d.Log.Warn("a collection above the ceiling was asked for", "account", me.Name, "ceiling", me.Ceiling, "collection", c.marking, "path", r.URL.Path)
			return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "read collection " + c.ID, Cause: fmt.Errorf("it is for who may see %s", c.marking), Hint: "ask the desk"}
		}
		return c, nil
	}
	return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read a collection", Cause: errors.New("there is none of that ID")}
}
