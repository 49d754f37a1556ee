// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"hearsay"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
)

// outlets knows outlets by domain and, those that report on others, by name. It is filled when an Engine begins to run.
type outlets struct {
	byID     map[hearsay.OutletID]hearsay.Outlet
	byName   map[string]hearsay.OutletID
	byDomain map[string]hearsay.OutletID
}

func loadOutlets(ctx context.Context, r store.Reader) (*outlets, error) {
	list, err := r.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	return newOutlets(list), nil
}

func newOutlets(list []hearsay.Outlet) *outlets {
	o := &outlets{byID: map[hearsay.OutletID]hearsay.Outlet{}, byName: map[string]hearsay.OutletID{}, byDomain: map[string]hearsay.OutletID{}}
	for _, x := range list {
		o.byID[x.ID] = x
		o.byDomain[x.Domain] = x.ID
		for _, name := range append([]string{x.Name}, x.Aliases...) {
			if x.Official {
				continue // its words are its own, wherever they are told
			}
			o.byName[resolve.Normal(name)] = x.ID
		}
	}
	return o
}

func (o *outlets) named(name string) (hearsay.OutletID, bool) {
	id, ok := o.byName[resolve.Normal(name)]
	return id, ok && name != ""
}

// at gives the outlet at whose domain an address is.
func (o *outlets) at(address string) hearsay.OutletID {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if id, ok := o.byDomain[host]; ok {
		return id
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return o.byDomain[domain]
}
