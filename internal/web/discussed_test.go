// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/store"
)

// discussed is a discussion of the sample: an answer that quotes, one that is hidden, one that means harm, one on a link.
var discussed = []hearsay.Remark{
	{ID: "r1", Thread: "r1", Claim: closing, Began: april(7, 9), At: april(7, 9), By: "ann", Text: "The three officials are one source: all were in the same room, says the Anchor.\n\n@bo, can you ask them? https://nordwire.example/ferry/dwire"},
	{ID: "r2", Thread: "r1", Claim: closing, Answers: "r1", Depth: 1, Began: april(7, 9), At: april(7, 10), Edited: april(7, 11), By: "bo", Text: "> ann wrote:\n>\n> The three officials are one source\n>> The Anchor: two operators\n\nTwo of them. The third was on the telephone, he told me.\nI have his number."},
	{ID: "r3", Thread: "r1", Claim: closing, Answers: "r2", Depth: 2, Began: april(7, 9), At: april(7, 12), By: "cy", Text: "His number is 555 0100."},
	{ID: "r4", Thread: "r4", Document: "dbad", Began: april(7, 13), At: april(7, 13), By: "mallory", Text: hostile + "\njavascript:alert(4) https://evil.example/\"><script>alert(5)</script> " + strings.Repeat("long", 60), TLP: hearsay.Green},
	{ID: "r5", Thread: "r5", Document: "dpost", To: wirePiece, Outlet: "nordwire", Began: april(7, 14), At: april(7, 14), By: "bo", Text: "A copy, but its headline is its own."},
}

func (h *house) discuss() {
	h.t.Helper()
	ctx := h.t.Context()
	err := h.st.Write(ctx, func(tx *store.Tx) error {
		for _, m := range discussed {
			if m.Document == "" {
				m.Document = wirePiece
			}
			m.Author = hearsay.AccountID("u" + m.By)
			if !m.Edited.IsZero() {
				earlier := m
				earlier.Edited, earlier.Text = m.At, "Two of them."
				if _, err := tx.SaveRemark(ctx, earlier); err != nil {
					return err
				}
			}
			if _, err := tx.SaveRemark(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = people.Decide(ctx, h.st, hearsay.Decision{Kind: hearsay.HideRemark, Object: "r3", Value: hearsay.KeepText, Reason: "a private number", By: "dee", At: april(7, 13)})
	}
	if err != nil {
		h.t.Fatal(err)
	}
}
