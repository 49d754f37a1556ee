// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

// page is a page of a list of a collection; T is what stands for an object in it.
type page[T any] struct {
	More     bool     `json:"more"`
	Next     string   `json:"next,omitempty"`
	Objects  []T      `json:"objects,omitempty"`
	Versions []string `json:"versions,omitempty"`
}

// entry is an object of a manifest.
type entry struct {
	ID        string `json:"id"`
	Added     string `json:"date_added"`
	Version   string `json:"version"`
	MediaType string `json:"media_type"`
}

// offers gives a page of what a collection has, in the order in which it was put there, and whether there is more.
func (d *door) offers(r *http.Request, parameters []string) (a *asking, found []store.Offer, more bool, err error) {
	c, err := d.named(r)
	if err != nil {
		return nil, nil, false, err
	}
	if a, err = d.ask(r, c, parameters); err != nil {
		return nil, nil, false, err
	}
	if err := d.shelf.fill(r.Context(), c.marking); err != nil {
		return nil, nil, false, err
	}
	reader := d.Store.As(desk.Viewer(r.Context()))
	if id := r.PathValue("object"); id != "" {
		a.Objects = []string{id}
		there, err := reader.Offers(r.Context(), store.OfferFilter{Ceiling: c.marking, Objects: a.Objects})
		if err != nil {
			return nil, nil, false, err
		}
		if len(there) == 0 {
			return nil, nil, false, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read an object", Cause: errors.New("this collection has none of that ID")}
		}
	}
	if a.none {
		return a, nil, false, nil
	}
	wanted := a.Limit
	a.Limit++
	found, err = reader.Offers(r.Context(), a.OfferFilter)
	if more = len(found) > wanted; more {
		found = found[:wanted]
	}
	return a, found, more, err
}

// listed makes an answer of a page.
func listed[T any](d *door, a *asking, found []store.Offer, more bool, p page[T]) *answer {
	out := &answer{}
	if len(found) > 0 {
		out.first, out.last = found[0].Added, found[len(found)-1].Added
	}
	if p.More = more; more {
		p.Next = d.next(a, out.last)
	}
	out.body = p
	return out
}

func (d *door) objects(r *http.Request) (*answer, error) { return d.given(r, ofList) }

func (d *door) object(r *http.Request) (*answer, error) { return d.given(r, ofObject) }

// given gives objects.
func (d *door) given(r *http.Request, parameters []string) (*answer, error) {
	a, found, more, err := d.offers(r, parameters)
	if err != nil {
		return nil, err
	}
	objects, err := d.render(r.Context(), a.Ceiling, found)
	return listed(d, a, found, more, page[json.RawMessage]{Objects: objects}), err
}

// manifest tells which objects there are.
func (d *door) manifest(r *http.Request) (*answer, error) {
	a, found, more, err := d.offers(r, ofList)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, o := range found {
		entries = append(entries, entry{o.Object, o.Added.UTC().Format(stamp), versionOf(o), stixType})
	}
	return listed(d, a, found, more, page[entry]{Objects: entries}), nil
}

// versions tells which versions of an object there are: the one that is given.
func (d *door) versions(r *http.Request) (*answer, error) {
	a, found, more, err := d.offers(r, ofVersions)
	if err != nil {
		return nil, err
	}
	var versions []string
	for _, o := range found {
		versions = append(versions, versionOf(o))
	}
	return listed(d, a, found, more, page[entry]{Versions: versions}), nil
}

// versionOf writes the version as it stands in the object.
func versionOf(o store.Offer) string {
	b, _ := stix.Time(o.Version).MarshalText() // never fails
	return string(b)
}

// render gives offers as objects, read from the ledger as it is now with the eyes of whoever may see the marking and no more. What vanished
// since the offers were looked through is left out; it is recalled with the next look.
func (d *door) render(ctx context.Context, ceiling hearsay.TLP, offers []store.Offer) ([]json.RawMessage, error) {
	r := d.Store.As(store.Viewer{TLP: ceiling})
	claims := map[hearsay.ClaimID]map[string]*stix.Object{}
	var out []json.RawMessage
	for _, o := range offers {
		if o.Claim == "" {
			out = append(out, json.RawMessage(o.Body))
			continue
		}
		var object *stix.Object
		if o.Recalled {
			gone := stix.Recalled(d.Desk, o.Kind, o.Object, ceiling, o.Created, o.Version)
			object = &gone
		} else {
			if claims[o.Claim] == nil {
				bundle, err := share(ctx, r, d.Desk, o.Claim)
				if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
					return nil, err
				}
				claims[o.Claim] = byID(bundle)
			}
			if object = claims[o.Claim][o.Object]; object == nil {
				continue
			}
			version := stix.Time(o.Version)
			object.Created, object.Modified = stix.Time(o.Created), &version
		}
		text, err := json.Marshal(object)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

// share makes the bundle of one claim, as export stix does. One that is not assessed says nothing: it has no objects.
func share(ctx context.Context, r store.Reader, from stix.Desk, id hearsay.ClaimID) (*stix.Bundle, error) {
	s, err := stix.Gather(ctx, r, id)
	if err != nil || len(s.Claim.History) == 0 {
		return &stix.Bundle{}, err
	}
	return stix.New(from, s)
}

func byID(b *stix.Bundle) map[string]*stix.Object {
	m := map[string]*stix.Object{}
	for i := range b.Objects {
		m[b.Objects[i].ID] = &b.Objects[i]
	}
	return m
}
