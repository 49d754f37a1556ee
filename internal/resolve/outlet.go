// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	"slices"

	"hearsay"
)

// Outlet gives the outlet of the list that goes by the name, by its recorded names alone.
func Outlet(name string, list []hearsay.Outlet) (hearsay.Outlet, bool) {
	normal := Normal(name)
	i := slices.IndexFunc(list, func(o hearsay.Outlet) bool {
		return normal != "" && (Normal(o.Name) == normal || slices.ContainsFunc(o.Aliases, func(a string) bool { return Normal(a) == normal }))
	})
	if i < 0 {
		return hearsay.Outlet{}, false
	}
	return list[i], true
}
