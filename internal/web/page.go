// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"hearsay"
)

// longestID is the length up to which the id in an address is looked up at all; ours have 21 letters.
const longestID = 64

// pages are the parsed templates by name.
type pages map[string]*template.Template

// parsePages reads the templates: base.html and parts.html belong to every page, any other file is the page of
// its name. A template that does not parse is a fault of the program, which every test of this package finds.
func parsePages(files fs.FS, assets map[string]asset) pages {
	base := template.New("base.html").Funcs(functions).Funcs(template.FuncMap{"asset": addressIn(assets)})
	base = template.Must(base.ParseFS(files, "templates/base.html", "templates/parts.html"))
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		panic(err)
	}
	all := pages{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "base" || name == "parts" {
			continue
		}
		all[name] = template.Must(template.Must(base.Clone()).ParseFS(files, file))
	}
	return all
}

// view is what every template gets: the page's own value, and what the frame around it needs.
type view struct {
	Title string
	Query string // what stands in the search field
	Here  string // the address of the page

	Doors   bool            // people can come in
	Me      hearsay.Account // the zero value for somebody who is not in
	Choices []Choice        // what they may decide here
	Follow  *Following      // by which they follow what the page is about; nil where there is nothing to follow
	Page    any
}

// Edits reports whether the settings are for the asker.
func (v view) Edits() bool { return v.Me.Role.AtLeast(editing.least) }

// titled is a page that says what stands in the title of the window.
type titled interface{ title() string }

// page makes a handler of a function that answers with a view value or an error.
func (d *desk) page(name string, answer func(*http.Request) (titled, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := answer(r)
		if err != nil {
			d.fail(w, r, err)
			return
		}
		status := http.StatusOK
		if s, ok := p.(*SearchPage); ok && s.Problem != nil {
			status = http.StatusBadRequest
		}
		d.show(w, r, status, name, p)
	}
}

// show answers with a page.
func (d *desk) show(w http.ResponseWriter, r *http.Request, status int, name string, p titled) {
	v := view{Title: p.title(), Page: p, Here: r.URL.Path, Doors: d.Door != nil, Me: whoIs(r.Context())}
	v.Choices = choicesOf(p, v.Me)
	var err error
	if v.Follow, err = d.following(r.Context(), p); err != nil {
		d.fail(w, r, err)
		return
	}
	if s, ok := p.(*SearchPage); ok {
		v.Query = s.Query
	}
	body, err := d.render(name, v)
	if err != nil {
		d.fail(w, r, fmt.Errorf("show %s: %w", r.URL.Path, err))
		return
	}
	send(w, status, body)
}

// render runs a template to its end before a byte is sent, so that a fault gives an error page, not half a page.
func (d *desk) render(name string, v view) ([]byte, error) {
	var b bytes.Buffer
	if err := d.pages[name].ExecuteTemplate(&b, "base.html", v); err != nil {
		return nil, err
	}
	return sweep(b.Bytes()), nil
}

func send(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", fmt.Sprint(len(body)))
	h.Set("Cache-Control", "private, no-cache") // what may be seen depends on who asks
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader has gone; there is nobody to tell
}

// id gives the record that an address names. An id that none of ours can be is not looked up.
func id(r *http.Request) (string, error) {
	s := r.PathValue("id")
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f {
			return "", &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read address"}
		}
	}
	if s == "" || len(s) > longestID {
		return "", &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read address"}
	}
	return s, nil
}

// number reads a whole number from a query; 0 where it is not given.
func number(r *http.Request, name string) (int64, error) {
	s := r.URL.Query().Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + name + " in the address"}
	}
	return n, nil
}

// moment reads a time from a query, or a day, of which it is the end; the zero time where none is given.
func moment(r *http.Request, name string) (time.Time, error) {
	s := r.URL.Query().Get(name)
	if s == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + name + " in the address", Cause: err}
	}
	return t.UTC(), nil
}

// FaultPage is what is shown instead of a page that could not be had.
type FaultPage struct {
	Status int
	Head   string
	Advice string
}

func (p *FaultPage) title() string { return p.Head }

// faults maps the kinds of error to what the reader is told. The text of an error stays in the log: it may
// name what the reader may not know of.
var faults = []struct {
	kind error
	page FaultPage
}{
	{hearsay.ErrNotFound, FaultPage{404, "There is no such page", "The address may be mistyped, or the record is not for you to see. Records keep their address when the ledger is rebuilt from the same captures; a claim whose wording was read anew may have a new one."}},
	{hearsay.ErrDenied, FaultPage{404, "There is no such page", "The address may be mistyped, or the record is not for you to see."}},
	{hearsay.ErrInvalid, FaultPage{400, "This request cannot be understood", "Something in the address is not as it should be. Start again from the stories."}},
	{hearsay.ErrConflict, FaultPage{409, "The record has changed meanwhile", "Load the page again."}},
	{hearsay.ErrTemporary, FaultPage{503, "Not possible just now", "The same request may succeed in a moment."}},
}

// fail answers with the page of an error, and logs it if it is a fault of ours.
func (d *desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the reader has left
	}
	page := FaultPage{500, "Internal error", "This is a fault of hearsay. It has been written to the log of the server."}
	for _, f := range faults {
		if errors.Is(err, f.kind) {
			page = f.page
			break
		}
	}
	if page.Status >= 500 {
		d.Log.ErrorContext(r.Context(), "page not shown", "path", r.URL.Path, "err", err)
	}
	d.tell(w, page)
}

func (d *desk) tell(w http.ResponseWriter, page FaultPage) {
	body, err := d.render("fault", view{Title: page.Head, Page: &page})
	if err != nil {
		http.Error(w, page.Head, page.Status)
		return
	}
	send(w, page.Status, body)
}

// api passes on what machines ask.
func (d *desk) api(w http.ResponseWriter, r *http.Request) {
	if d.API == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	d.API.ServeHTTP(w, r)
}

// partners passes on what machines of other desks ask.
func (d *desk) partners(w http.ResponseWriter, r *http.Request) {
	if d.Partners == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	d.Partners.ServeHTTP(w, r)
}

// elsewhere answers every address that is none of ours.
func (d *desk) elsewhere(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		d.tell(w, FaultPage{405, "These pages are only read", "Nothing can be changed through this address."})
		return
	}
	d.fail(w, r, hearsay.ErrNotFound)
}
