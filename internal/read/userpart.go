// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// hostsShared are the places where many people write under one name (lists/sharedhosts.txt).
type hostsShared struct {
	segment   map[string]bool
	subdomain map[string]bool
	path      map[string]int // by host: how many segments name a user
}

var sharedHosts = sync.OnceValue(func() hostsShared {
	classes := listClasses("sharedhosts")
	s := hostsShared{setOf(classes["segment"]), setOf(classes["subdomain"]), map[string]int{}}
	for _, entry := range classes["path"] {
		host, n, _ := strings.Cut(entry, " ")
		s.path[host], _ = strconv.Atoi(n)
	}
	return s
})

// userPart gives what of an address belongs to one of many who write under its registrable domain: the host where each has one
// of their own, and the first segments of the path up to the user's name. It is empty where the address is nobody's in
// particular.
func userPart(u *url.URL) string {
	shared := sharedHosts()
	host := strings.TrimPrefix(plainHost(strings.ToLower(u.Hostname())), "www.")
	part := ""
	if _, above, ok := strings.Cut(host, "."); ok && shared.subdomain[above] {
		part = host
	}
	segments := strings.Split(strings.Trim(strings.ToLower(u.Path), "/"), "/")
	if n := shared.path[host]; n > 0 && part == "" {
		return strings.Join(segments[:min(n, len(segments))], "/")
	}
	for i, s := range segments[:min(len(segments), 3)] {
		switch {
		case len(s) > 1 && (s[0] == '~' || s[0] == '@'):
			return part + "/" + strings.Join(segments[:i+1], "/")
		case shared.segment[s] && i+1 < len(segments) && segments[i+1] != "":
			return part + "/" + strings.Join(segments[:i+2], "/")
		}
	}
	return part
}
