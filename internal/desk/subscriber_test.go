// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"errors"
	"net/mail"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestAddressesAreNormal(t *testing.T) {
	for given, want := range map[string]string{
		" Ann@PAPER.example ":    "Ann@paper.example",
		"ann+list@paper.example": "ann+list@paper.example",
		"ann@bücher.example":     "ann@xn--bcher-kva.example",
		"o'neil@paper.example":   "o'neil@paper.example",
		"":                       "", "ann": "", "@paper.example": "", "ann@": "", "ann@paper": "", "ann@10.0.0.1": "", "ann@[10.0.0.1]": "", "ann@paper..example": "",
		"ann@paper.example\nx": "", "an n@paper.example": "", "än@paper.example": "", `"a b"@paper.example`: "", "a,b@paper.example": "", "ann..x@paper.example": "",
		strings.Repeat("a", 65) + "@paper.example": "", "a@" + strings.Repeat("b.", 130) + "example": "",
	} {
		got, err := desk.ParseAddress(given)
		if got != want || (want == "") != errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%q: %q, %v; want %q", given, got, err, want)
		}
	}
}

func FuzzAnAddressIsOneAddress(f *testing.F) {
	for _, s := range []string{"ann@paper.example", "a\r\nBcc: b@c.d", "ann@bücher.example", `"a"@b.c`, "a@b.c,d@e.f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := desk.ParseAddress(s)
		if err != nil {
			return
		}
		a, err := mail.ParseAddress(got)
		again, err2 := desk.ParseAddress(got)
		if err != nil || err2 != nil || a.Address != got || a.Name != "" || again != got || strings.ContainsAny(got, "\r\n\x00 ,<>") {
			t.Errorf("%q gives %q: %v, %v", s, got, err, err2)
		}
	})
}

func TestAnAddressIsHereOnceAndStaysUnsubscribed(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, subs, now := t.Context(), desk.Subscribers{Store: st}, hearsaytest.At(9, 0)
		first, err := subs.Ask(ctx, "Ann@paper.example", "", now)
		if err != nil {
			t.Fatal(err)
		}
		second, err := subs.Add(ctx, "ann@PAPER.example", "bo", now)
		if err != nil || second.ID != first.ID || second.Address != first.Address || second.State != hearsay.SubscriberConfirmed {
			t.Fatalf("%+v: %v", second, err)
		}
		if _, err := subs.Leave(ctx, first.ID, desk.ConfirmToken(&second), now); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("left by another token: %v", err)
		}
		if _, err := subs.Leave(ctx, first.ID, desk.LeaveToken(&second), now); err != nil {
			t.Fatal(err)
		}
		if _, err := subs.Add(ctx, "ann@paper.example", "bo", now); !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("added again: %v", err)
		}
		all, err := st.As(store.Everything).Subscribers(ctx, "")
		if err != nil || len(all) != 1 || all[0].State != hearsay.SubscriberLeft {
			t.Errorf("%+v: %v", all, err)
		}
		if _, err := st.Subscribers(ctx, ""); !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("an outsider reads them: %v", err)
		}
	})
}

func TestWhoDoesNotAnswerIsAskedSeldomAndForgotten(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, subs, at := t.Context(), desk.Subscribers{Store: st}, hearsaytest.At(9, 0)
		ask := func(address, by string, at time.Time) time.Time {
			t.Helper()
			x, err := subs.Ask(ctx, address, by, at)
			if err != nil {
				t.Fatal(err)
			}
			return x.Asked
		}
		ask("ann@paper.example", "", at)
		for _, c := range []struct {
			by    string
			after time.Duration
			asked bool
		}{{"", 23 * time.Hour, false}, {"bo", 30 * time.Minute, false}, {"bo", 2 * time.Hour, true}, {"", 27 * time.Hour, true}} {
			when := at.Add(c.after)
			if got := ask("ann@paper.example", c.by, when).Equal(when); got != c.asked {
				t.Errorf("%q after %v: asked %v", c.by, c.after, got)
			}
		}
		if _, err := subs.Add(ctx, "cy@paper.example", "bo", at); err != nil {
			t.Fatal(err)
		}
		ask("dee@paper.example", "", at.Add(9*24*time.Hour))
		r := st.As(store.Everything)
		if _, err := r.SubscriberAt(ctx, "ann@paper.example"); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("who did not answer for a week: %v", err)
		}
		if all, err := r.Subscribers(ctx, ""); err != nil || len(all) != 2 {
			t.Errorf("%v: %v", all, err)
		}
	})
}
