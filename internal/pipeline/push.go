// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"hearsay"
	"hearsay/internal/store"
)

// mostPushed is how much a hub may push at once: as much as is read of a feed.
const mostPushed = 8 << 20

// signatures are the ways to sign that the Recommendation names. SHA-1 is among them because most hubs have nothing else, and
// as a keyed hash it does not rest on what it is broken in (RFC 6194, section 3.3).
var signatures = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}

// Pushed hears that a hub pushes something at a path, and makes its feed due. Nothing of what is pushed is kept or read:
// what stands in a feed is told by the feed, at its own address.
//
// Errors: hearsay.ErrNotFound where no subscription runs at the path; hearsay.ErrInvalid for more than 8 MiB;
// hearsay.ErrDenied where the signature is not that of the hub.
func (s *Subscriber) Pushed(ctx context.Context, path, signature string, body io.Reader) error {
	sub, err := s.Store.As(store.Everything).SubscriptionAt(ctx, path)
	if err != nil {
		return err
	}
	doing := "hear of news in feed " + string(sub.Feed)
	if !sub.Runs(s.now()) {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: doing}
	}
	isSigned, err := signed(body, sub.Secret, signature)
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing, Cause: err}
	}
	if !isSigned {
		return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing, Cause: errors.New("the signature is not that of " + sub.Hub)}
	}
	return s.change(ctx, sub, func(is *hearsay.Subscription) { is.Pushed = s.now() })
}

// signed reports whether a body is signed with a secret, as a field "METHOD=HEX" says. It takes the same time whatever the
// difference is, and holds nothing of the body.
func signed(body io.Reader, secret, field string) (bool, error) {
	method, digits, _ := strings.Cut(field, "=")
	newHash := signatures[strings.ToLower(strings.TrimSpace(method))]
	given, notHex := hex.DecodeString(strings.TrimSpace(digits))
	if newHash == nil || notHex != nil {
		newHash, given = sha256.New, nil // it is read all the same: the hub is told the same
	}
	sum := hmac.New(newHash, []byte(secret))
	n, err := io.Copy(sum, io.LimitReader(body, mostPushed+1))
	if err == nil && n > mostPushed {
		err = fmt.Errorf("over the limit of %d bytes", mostPushed)
	}
	return hmac.Equal(sum.Sum(nil), given), err
}
