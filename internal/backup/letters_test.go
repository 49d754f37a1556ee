// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup_test

import (
	"testing"

	"hearsay"
	"hearsay/internal/backup"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// TestNoLetterIsSentAgainAfterRestore: what waited when the backup was made may have been sent since. Without secrets it is not even told
// who our readers are.
func TestNoLetterIsSentAgainAfterRestore(t *testing.T) {
	h := newHouse(t)
	h.ingest(t, 1, 5)
	ctx, at := t.Context(), hearsaytest.At(9, 0).UTC()
	reader := hearsay.Subscriber{ID: "breader", Address: "ida@reader.example", State: hearsay.SubscriberConfirmed, Secret: "s", Created: at, Changed: at}
	waits, sent := hearsay.NewLetter(hearsay.IssueLetter, "i1", reader.ID, at), hearsay.NewLetter(hearsay.IssueLetter, "i0", reader.ID, at)
	sent.State = hearsay.LetterSent
	hearsaytest.Write(t, h.Store, func(tx *store.Tx) error {
		if err := tx.SaveSubscriber(ctx, reader); err != nil {
			return err
		}
		if err := tx.AddLetters(ctx, waits, sent); err != nil {
			return err
		}
		return queue.Queue{}.Enqueue(ctx, tx, at, desk.MailStage, string(waits.ID))
	})
	for _, secrets := range []bool{true, false} {
		to, _ := h.backup(t, "backup", backup.Options{Secrets: secrets})
		back, _ := restored(t, to, backup.RestoreOptions{Secrets: secrets})
		r := back.Store.As(store.Everything)
		if _, err := r.SubscriberAt(ctx, reader.Address); (err == nil) != secrets {
			t.Errorf("secrets %v: the reader: %v", secrets, err)
		}
		var due []string
		hearsaytest.Write(t, back.Store, func(tx *store.Tx) (err error) {
			due, err = queue.Queue{}.Due(ctx, tx, at, desk.MailStage)
			return err
		})
		if len(due) > 0 {
			t.Errorf("secrets %v: %v wait to be sent", secrets, due)
		}
		if !secrets {
			continue
		}
		for id, want := range map[hearsay.LetterID]hearsay.LetterState{waits.ID: hearsay.LetterUnsure, sent.ID: hearsay.LetterSent} {
			if l, err := r.Letter(ctx, id); err != nil || l.State != want {
				t.Errorf("letter %s is %q, want %q: %v", id, l.State, want, err)
			}
		}
	}
}
