// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/coordinate"
	"hearsay/internal/hearsaytest/raced"
)

var begin = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func seconds(x float64) time.Duration { return time.Duration(x * float64(time.Second)) }

// town is accounts that post what they like: an object is met by some of them, over hours.
func town(r *rand.Rand, acts int) *coordinate.Table {
	t := &coordinate.Table{}
	accounts := rand.NewZipf(r, 1.3, 20, uint64(max(50, acts/10)))
	for i := 0; t.Len() < acts; i++ {
		at := begin.Add(seconds(r.Float64() * 30 * 86400))
		for range 1 + r.IntN(40) {
			t.Add(fmt.Sprint("town ", accounts.Uint64()), fmt.Sprint("thing ", i), at.Add(seconds(1800*math.Exp(1.5*r.NormFloat64()))))
		}
	}
	return t
}

// plant has a group do so many things, each within a time.
func plant(t *coordinate.Table, r *rand.Rand, name string, size, things int, within time.Duration) {
	for i := range things {
		at := begin.Add(seconds(r.Float64() * 30 * 86400))
		for m := range size {
			t.Add(fmt.Sprint(name, " ", m), fmt.Sprint(name, " thing ", i), at.Add(time.Duration(r.Int64N(int64(within)))))
		}
	}
}

func sizes(r coordinate.Result) []int {
	var out []int
	for _, g := range r.Groups {
		out = append(out, len(g.Accounts))
	}
	return out
}

func TestPlantedGroupsAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	table := town(r, 30_000)
	plant(table, r, "trio", 3, 8, 5*time.Second)
	plant(table, r, "five", 5, 8, 8*time.Second)
	plant(table, r, "ten", 10, 8, 40*time.Second)
	got := table.Find(coordinate.Options{})
	if diff := cmp.Diff([]int{10, 5, 3}, sizes(got)); diff != "" {
		t.Fatalf("groups (-want +got):\n%s", diff)
	}
	ten, trio := got.Groups[0], got.Groups[2]
	if ten.Accounts[0] != "ten 0" || ten.Window != time.Minute || len(ten.Joint) != 8 || len(ten.Joint[0].Accounts) != 10 || ten.Chance > 0.01 {
		t.Errorf("the ten are %+v", ten)
	}
	if trio.Window != 10*time.Second || trio.Steps != 3*8 || trio.Near != 3*8 || trio.Expected > 3 || trio.Pairs != 3 {
		t.Errorf("the three are %+v", trio)
	}
}

// TestBreakingNewsFlagsNobody is the control: thousands of accounts that know nothing of each other share one link within
// minutes, and again and again the same public shares the next.
func TestBreakingNewsFlagsNobody(t *testing.T) {
	for _, c := range []struct {
		accounts, links int
		share           float64 // of the accounts that share a link
		within          float64 // seconds, in the middle
	}{
		{5000, 1, 1, 120}, {5000, 1, 1, 10}, {4000, 12, .5, 120}, {4000, 12, .5, 30}, {300, 10, .5, 120}, {300, 40, .5, 120}, {100, 40, .5, 120}, {60, 100, .5, 600},
	} {
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(seed, 1))
			table := town(r, 5000)
			pace := make([]float64, c.accounts) // some are always faster than others
			for i := range pace {
				pace[i] = math.Exp(.7 * r.NormFloat64())
			}
			at := begin
			for link := range c.links {
				at = at.Add(seconds(r.ExpFloat64() * 7200))
				for a := range c.accounts {
					if r.Float64() < c.share {
						table.Add(fmt.Sprint("reader ", a), fmt.Sprint("news ", link), at.Add(seconds(c.within*pace[a]*math.Exp(r.NormFloat64()))))
					}
				}
			}
			if got := table.Find(coordinate.Options{}); len(got.Flagged) > 0 {
				t.Errorf("%+v, seed %d: %d accounts are flagged, in groups of %v", c, seed, len(got.Flagged), sizes(got))
			}
		}
	}
}

func TestGroupIsFoundBesideBreakingNews(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 0))
	table := town(r, 5000)
	for a := range 5000 {
		table.Add(fmt.Sprint("reader ", a), "news", begin.Add(seconds(120*math.Exp(r.NormFloat64()))))
	}
	plant(table, r, "five", 5, 8, 8*time.Second)
	for m := range 5 {
		table.Add(fmt.Sprint("five ", m), "news", begin.Add(seconds(100+float64(m))))
	}
	if got := table.Find(coordinate.Options{}); len(got.Flagged) != 5 || got.Groups[0].Accounts[0] != "five 0" {
		t.Errorf("flagged %v", got.Flagged)
	}
}

func TestShuffledTimesFlagNobody(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 0))
	table := town(r, 20_000)
	plant(table, r, "ten", 10, 12, 8*time.Second)
	for how, name := range map[coordinate.Shuffle]string{coordinate.Across: "across", coordinate.Around: "around"} {
		flagged := 0
		for seed := range uint64(20) {
			s := table.Shuffled(how, time.Minute, seed)
			flagged += len(s.Find(coordinate.Options{}).Flagged)
			if s.Len() != table.Len() {
				t.Fatalf("%s: %d acts of %d", name, s.Len(), table.Len())
			}
		}
		if flagged > 2 {
			t.Errorf("times dealt out %s: %d accounts are flagged in 20 tables", name, flagged)
		}
	}
	if len(table.Find(coordinate.Options{}).Flagged) != 10 {
		t.Error("the group is not found in the table itself, so the test proves nothing")
	}
}

func TestWhatIsDoneAtOnceIsOneOccasion(t *testing.T) {
	table := &coordinate.Table{}
	for i := range 20 { // two who come upon the same page within the same minute, and pass on all that is on it
		table.Add("ann", fmt.Sprint(i), begin.Add(seconds(float64(i))))
		table.Add("bob", fmt.Sprint(i), begin.Add(seconds(float64(i)+3)))
	}
	if got := table.Find(coordinate.Options{}); len(got.Flagged) > 0 {
		t.Errorf("flagged %v", got.Flagged)
	}
}

func TestTheSameThingAgainIsAnotherOccasion(t *testing.T) {
	table := &coordinate.Table{}
	for day := range 8 {
		at := begin.AddDate(0, 0, day)
		table.Add("ann", "the slogan", at)
		table.Add("bob", "the slogan", at.Add(4*time.Second))
		for k := range 20 {
			table.Add(fmt.Sprint("other ", k), "the slogan", at.Add(time.Duration(k+1)*40*time.Minute))
		}
	}
	got := table.Find(coordinate.Options{})
	if !slices.Equal(got.Flagged, []string{"ann", "bob"}) || got.Groups[0].Steps != 8 {
		t.Errorf("flagged %v, %+v", got.Flagged, got.Groups)
	}
}

func TestBusyAccountsHaveMoreChances(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 0))
	table := &coordinate.Table{}
	for i := range 40 { // one posts everything again and again; whoever comes by is in step with it
		at := begin.Add(time.Duration(i) * 3 * time.Hour)
		for k := range 300 {
			table.Add("parrot", fmt.Sprint(i), at.Add(time.Duration(k)*15*time.Second))
		}
		for a := range 5 {
			table.Add(fmt.Sprint("guest ", a), fmt.Sprint(i), at.Add(seconds(r.Float64()*4000)))
		}
	}
	if got := table.Find(coordinate.Options{}); len(got.Flagged) > 0 {
		t.Errorf("flagged %v", got.Flagged)
	}
}

func TestLongWindowsFindSlowGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 0))
	table := town(r, 20_000)
	plant(table, r, "slow", 6, 25, 50*time.Minute)
	if got := table.Find(coordinate.Options{}); len(got.Flagged) > 0 {
		t.Errorf("in short windows: flagged %v", got.Flagged)
	}
	got := table.Find(coordinate.Options{Windows: []time.Duration{time.Hour}})
	if diff := cmp.Diff([]int{6}, sizes(got)); diff != "" || got.Looks[0].Reach != 6*time.Hour {
		t.Errorf("in an hour: %+v", got.Looks)
	}
}

func TestOrderOfRowsMakesNoDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 0))
	type row struct {
		account, object string
		at              time.Time
	}
	var rows []row
	for i := range 4000 {
		rows = append(rows, row{fmt.Sprint("a", i%97), fmt.Sprint("o", r.IntN(300)), begin.Add(seconds(r.Float64() * 1e5))})
	}
	for i := range 12 {
		at := begin.Add(time.Duration(i) * time.Hour)
		rows = append(rows, row{"x", fmt.Sprint("p", i), at}, row{"y", fmt.Sprint("p", i), at.Add(2 * time.Second)})
	}
	var results []coordinate.Result
	for range 3 {
		table := &coordinate.Table{}
		for _, i := range r.Perm(len(rows)) {
			table.Add(rows[i].account, rows[i].object, rows[i].at)
		}
		results = append(results, table.Find(coordinate.Options{}))
	}
	for _, other := range results[1:] {
		if diff := cmp.Diff(results[0], other); diff != "" {
			t.Errorf("another order gives another result:\n%s", diff)
		}
	}
	if !slices.Equal(results[0].Flagged, []string{"x", "y"}) {
		t.Errorf("flagged %v", results[0].Flagged)
	}
}

func TestEmptyTableFindsNothing(t *testing.T) {
	if got := (&coordinate.Table{}).Find(coordinate.Options{}); len(got.Groups) != 0 || got.Acts != 0 || len(got.Looks) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestMillionActsTakeLessThanAMinute holds the promise on one core, for a public of a hundred thousand and for the worst
// that a crowd can be.
func TestMillionActsTakeLessThanAMinute(t *testing.T) {
	raced.Skip(t)
	if testing.Short() {
		t.Skip("a million acts take some seconds")
	}
	r := rand.New(rand.NewPCG(13, 0))
	worst := &coordinate.Table{}
	for worst.Len() < 1_000_000 {
		at := begin.Add(seconds(r.Float64() * 30 * 86400))
		for range 100 { // as many as are compared, all within reach
			worst.Add(fmt.Sprint("a", r.IntN(5000)), fmt.Sprint("o", worst.Len()/100), at.Add(seconds(r.Float64()*90)))
		}
	}
	for name, table := range map[string]*coordinate.Table{"a town": town(r, 1_000_000), "the worst": worst} {
		began := time.Now()
		got := table.Find(coordinate.Options{})
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %v, %d flagged", name, took, len(got.Flagged))
		}
	}
}
