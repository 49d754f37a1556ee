// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/coordinate"
	"hearsay/internal/posts"
)

// CoordinationScores tell how well groups of accounts that act in step are found among real ones.
type CoordinationScores struct {
	Acts, Accounts, Objects int
	Before                  int // accounts that are flagged in the table as it is
	Sizes                   []PlantedScore
	Precision               Share // of the accounts flagged with the groups planted, but for those flagged before, the planted
	Shuffles                []ShuffleScore
}

// PlantedScore is how many accounts of the groups of one size were found.
type PlantedScore struct {
	Size, Groups int
	Found        Share // accounts
}

// ShuffleScore is what was flagged where the times were dealt out anew.
type ShuffleScore struct {
	How     string
	Tables  int
	Flagged int // accounts, in all of them
}

// planting is how groups are planted.
type planting struct {
	r      *rand.Rand
	acts   []sharedAct
	active []string         // accounts of the table with ordinary acts of their own
	of     map[string][]int // acts by object
	fresh  int              // objects that were made
}

type sharedAct struct {
	account, object string
	at              time.Time
}

const (
	groupsOfEach = 10
	jitter       = 8 * time.Second // within which the members of a group do a thing
	partakes     = 0.9             // how often a member does what its group does
)

// Coordination plants ten groups each of 3, 5 and 10 accounts in a table of posts and counts how many of them are found, and
// how many accounts are flagged where the times of the table itself are dealt out anew. Members are accounts of the table and keep what they did; a
// group does 8 to 15 things within 8 seconds each, half of them things that others of the table do too, at a time at
// which somebody did, half of them its own. Every member misses one in ten.
func Coordination(file string, seed uint64, shuffles int) (CoordinationScores, error) {
	acts, err := readActs(file)
	if err != nil {
		return CoordinationScores{}, err
	}
	plain := tableOfActs(acts)
	before := plain.Find(coordinate.Options{})
	s := CoordinationScores{Acts: before.Acts, Accounts: before.Accounts, Objects: before.Objects, Before: len(before.Flagged)}
	p := newPlanting(acts, seed)
	planted := map[string]int{}
	for _, size := range []int{3, 5, 10} {
		for range groupsOfEach {
			for _, a := range p.group(size) {
				planted[a] = size
			}
		}
	}
	after := tableOfActs(p.acts).Find(coordinate.Options{})
	for _, size := range []int{3, 5, 10} {
		score := PlantedScore{Size: size, Groups: groupsOfEach}
		for a, n := range planted {
			if n == size {
				_, found := slices.BinarySearch(after.Flagged, a)
				score.Found.add(found)
			}
		}
		s.Sizes = append(s.Sizes, score)
	}
	for _, a := range after.Flagged {
		if _, was := slices.BinarySearch(before.Flagged, a); !was || planted[a] > 0 {
			s.Precision.add(planted[a] > 0)
		}
	}
	s.Shuffles = shuffleScores(plain, shuffles, seed)
	return s, nil
}

func shuffleScores(t *coordinate.Table, n int, seed uint64) []ShuffleScore {
	all := []ShuffleScore{{How: "within each object"}, {How: "across the table"}, {How: "within ten windows"}}
	for i := range all {
		all[i].Tables = n
		for k := range n {
			how := []coordinate.Shuffle{coordinate.Within, coordinate.Across, coordinate.Around}[i]
			r := t.Shuffled(how, time.Minute, seed+uint64(k)).Find(coordinate.Options{})
			all[i].Flagged += len(r.Flagged)
		}
	}
	return all
}

func tableOfActs(acts []sharedAct) *coordinate.Table {
	t := &coordinate.Table{}
	for _, a := range acts {
		t.Add(a.account, a.object, a.at)
	}
	return t
}

// readActs reads what a table of posts shares: one thing a post.
func readActs(file string) ([]sharedAct, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read " + file, Cause: err, Hint: "give a table of posts"}
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
	}
	var acts []sharedAct
	for p, err := range (posts.File{Name: file, Reader: r, Shares: true}).Posts() {
		if _, ok := errors.AsType[*posts.RowError](err); ok {
			continue
		}
		if err != nil {
			return nil, err
		}
		object := p.Object
		if object == "" {
			object = strings.Join(append(p.Links, p.RepostOf), " ")
		}
		acts = append(acts, sharedAct{p.Account, object, p.At})
	}
	if len(acts) < 100 {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + file, Cause: fmt.Errorf("it holds %d posts", len(acts)), Hint: "give a table with many posts"}
	}
	return acts, nil
}

func newPlanting(acts []sharedAct, seed uint64) *planting {
	p := &planting{r: rand.New(rand.NewPCG(seed, 1)), acts: slices.Clone(acts), of: map[string][]int{}}
	count := map[string]int{}
	for i, a := range acts {
		count[a.account]++
		p.of[a.object] = append(p.of[a.object], i)
	}
	for a, n := range count {
		if n >= 3 && n <= 30 {
			p.active = append(p.active, a)
		}
	}
	slices.Sort(p.active)
	p.r.Shuffle(len(p.active), func(i, j int) { p.active[i], p.active[j] = p.active[j], p.active[i] })
	return p
}

// group plants one group and names its accounts.
func (p *planting) group(size int) []string {
	members := p.active[:size]
	p.active = p.active[size:]
	for range 8 + p.r.IntN(8) {
		like := p.acts[p.r.IntN(len(p.acts))]
		object := like.object
		if p.r.IntN(2) == 0 {
			p.fresh++
			object = fmt.Sprintf("planted %d", p.fresh)
		}
		for _, m := range members {
			if p.r.Float64() < partakes {
				p.acts = append(p.acts, sharedAct{m, object, like.at.Add(time.Duration(p.r.Int64N(int64(jitter))))})
			}
		}
	}
	return members
}

// String prints the scores.
func (s CoordinationScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d acts, %d accounts, %d objects; %d accounts flagged in the table as it is\n", s.Acts, s.Accounts, s.Objects, s.Before)
	for _, x := range s.Sizes {
		fmt.Fprintf(&b, "groups of %-2d  %d planted, accounts found %d of %d, recall %.3f\n", x.Size, x.Groups, x.Found.Right, x.Found.All, x.Found.Percent()/100)
	}
	fmt.Fprintf(&b, "precision: %d of the %d accounts that are flagged then are planted", s.Precision.Right, s.Precision.All)
	for _, x := range s.Shuffles {
		fmt.Fprintf(&b, "\n%d shuffles of the times %-20s %d accounts flagged in all", x.Tables, x.How+":", x.Flagged)
	}
	return b.String()
}
