// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"cmp"
	"slices"
	"time"
)

// groups joins pairs that share an account.
func (d *dealt) groups(pairs []pair) []Group {
	leader := map[int32]int32{}
	var lead func(int32) int32
	lead = func(a int32) int32 {
		if l, ok := leader[a]; ok && l != a {
			leader[a] = lead(l)
			return leader[a]
		}
		leader[a] = a
		return a
	}
	for _, p := range pairs {
		leader[max(lead(p.a), lead(p.b))] = min(lead(p.a), lead(p.b))
	}
	of := map[int32][]pair{}
	for _, p := range pairs {
		of[lead(p.a)] = append(of[lead(p.a)], p)
	}
	members := map[int32][]int32{}
	for a := range leader {
		members[lead(a)] = append(members[lead(a)], a)
	}
	var all []Group
	for l, m := range members {
		slices.Sort(m)
		all = append(all, d.group(m, of[l]))
	}
	slices.SortFunc(all, func(a, b Group) int {
		return cmp.Or(cmp.Compare(len(b.Accounts), len(a.Accounts)), cmp.Compare(a.Chance, b.Chance), slices.Compare(a.Accounts, b.Accounts))
	})
	return all
}

func (d *dealt) group(members []int32, pairs []pair) Group {
	g := Group{Chance: 1}
	for _, a := range members {
		g.Accounts = append(g.Accounts, d.accounts.names[a])
	}
	slices.Sort(g.Accounts)
	windows := map[time.Duration]map[int32]bool{}
	for _, p := range pairs {
		g.Chance = min(g.Chance, p.chance)
		if windows[p.window] == nil {
			windows[p.window] = map[int32]bool{}
		}
		windows[p.window][p.a], windows[p.window][p.b] = true, true
	}
	for w, in := range windows {
		if len(in) == len(members) && (g.Window == 0 || w < g.Window) {
			g.Window = w
		}
	}
	if g.Window == 0 { // some of it shows in one window only, some in another
		for w := range windows {
			g.Window = max(g.Window, w)
		}
	}
	for _, p := range pairs {
		if p.window == g.Window {
			g.Pairs, g.Steps, g.Near, g.Expected = g.Pairs+1, g.Steps+p.steps, g.Near+p.near, g.Expected+p.expected
		}
	}
	g.Joint = d.joint(members, g.Window.Microseconds())
	return g
}

// joint finds what two or more of some accounts did within a window of each other.
func (d *dealt) joint(members []int32, window int64) []Joint {
	var own []int32
	for _, a := range members {
		own = append(own, d.position[a]...)
	}
	slices.Sort(own)
	var all []Joint
	for i := 0; i < len(own); {
		j := i + 1
		for j < len(own) && d.acts[own[j]].object == d.acts[own[i]].object && d.acts[own[j]].at-d.acts[own[j-1]].at <= window {
			j++
		}
		if one := d.together(own[i:j]); len(one.Accounts) > 1 {
			all = append(all, one)
		}
		i = j
	}
	slices.SortStableFunc(all, func(a, b Joint) int {
		return cmp.Or(cmp.Compare(len(b.Accounts), len(a.Accounts)), a.Acts[0].At.Compare(b.Acts[0].At), cmp.Compare(a.Object, b.Object))
	})
	return all
}

func (d *dealt) together(acts []int32) Joint {
	one := Joint{Object: d.objects.names[d.acts[acts[0]].object]}
	for _, i := range acts {
		name := d.accounts.names[d.acts[i].account]
		one.Acts = append(one.Acts, Act{name, moment(d.acts[i].at)})
		one.Accounts = append(one.Accounts, name)
	}
	slices.Sort(one.Accounts)
	one.Accounts = slices.Compact(one.Accounts)
	return one
}
