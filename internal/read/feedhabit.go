// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// habits reads what an RSS channel says of how often it wants to be looked at: minutes in ttl, hours (GMT) in skipHours.
// The hour 24 of old feeds is midnight.
func (f *FeedContent) habits(channel *xmlNode) {
	for _, k := range channel.kids {
		if k.node == nil {
			continue
		}
		switch strings.ToLower(k.node.name) {
		case "ttl":
			if n := number(k.node); n > 0 {
				f.Every = time.Duration(min(n, 24*60)) * time.Minute
			}
		case "skiphours":
			f.SkipHours = hoursOf(k.node)
		}
	}
}

func hoursOf(n *xmlNode) (hours []int) {
	for _, k := range n.kids {
		if k.node == nil || !strings.EqualFold(k.node.name, "hour") {
			continue
		}
		if h := number(k.node); h >= 0 && h <= 24 && !slices.Contains(hours, h%24) {
			hours = append(hours, h%24)
		}
	}
	return hours
}

// number reads a number without a sign; -1 for anything else.
func number(n *xmlNode) int {
	v, err := strconv.ParseUint(strings.TrimSpace(n.text(true)), 10, 31)
	if err != nil {
		return -1
	}
	return int(v)
}
