// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// TestADocumentOnWhichThousandsRestHasAShortPage: it lists some of them and counts the others.
func TestADocumentOnWhichThousandsRestHasAShortPage(t *testing.T) {
	h := newHouse(t, nil)
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error {
		for i := range 130 {
			d := hearsaytest.Document("post", "A notice", fmt.Sprintf("The notice, printed %d times.", i))
			d.ID = hearsay.DocumentID(fmt.Sprintf("dcopy%03d", i))
			if err := tx.SaveDocuments(t.Context(), d); err != nil {
				return err
			}
			if err := tx.SaveLinks(t.Context(), hearsay.Link{From: d.ID, To: wirePiece, Outlet: "post", Kind: hearsay.Copies, Share: 1, Reason: "all of it"}); err != nil {
				return err
			}
		}
		return nil
	})
	body := h.visitor("").do("GET", "/document/"+string(wirePiece), nil).Body.String()
	if n := strings.Count(body, "/document/dcopy"); n < 50 || n > 100 || !strings.Contains(body, "more documents lead here") {
		t.Errorf("%d of 130 are listed:\n%s", n, body)
	}
}
