// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"hearsay"
	"hearsay/internal/read"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
)

// nameSelves makes the outlets known whose pages are taken in without a feed, from an archive, and tell their own name: else nobody's credit to
// them would be understood. A page may say anything, so it is believed only where the name is the domain's own, letter for letter, and
// nobody known is called so.
func nameSelves(ctx context.Context, tx *store.Tx, items []*item) error {
	names := map[string]string{} // by domain, the least of them, so that it does not matter which page comes first
	for _, it := range items {
		if !it.isNew() || it.input.Outlet.ID != "" {
			continue
		}
		if domain, name := ownName(it.input.URL, it.input.Payload); name != "" && (names[domain] == "" || name < names[domain]) {
			names[domain] = name
		}
	}
	var unknown []hearsay.Outlet
	for domain, name := range names {
		if _, err := tx.OutletByDomain(ctx, domain); errors.Is(err, hearsay.ErrNotFound) {
			unknown = append(unknown, hearsay.Outlet{ID: hearsay.OutletID(domain), Name: name, Domain: domain})
		} else if err != nil {
			return err
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	known, err := loadOutlets(ctx, tx.Reader)
	if err != nil {
		return err
	}
	unknown = slices.DeleteFunc(unknown, func(o hearsay.Outlet) bool {
		_, taken := known.byName[resolve.Normal(o.Name)]
		return taken
	})
	return tx.AddOutlets(ctx, unknown...)
}

// ownName gives the domain of a page and the name that it tells of its site; empty where it tells none, or one that is not its domain's.
func ownName(address string, page []byte) (domain, name string) {
	if !isWeb(address) {
		return "", ""
	}
	if name = read.SiteName(page); name == "" {
		return "", ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	if domain, err = publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname())); err != nil {
		return "", ""
	}
	label, _, _ := strings.Cut(domain, ".")
	if own := lettersOf(label); own == "" || lettersOf(name) != own && lettersOf(strings.TrimPrefix(strings.ToLower(name), "the ")) != own {
		return "", ""
	}
	return domain, name
}

// lettersOf gives letters and digits alone, in lower case.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
