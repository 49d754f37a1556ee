// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"hearsay"
	"hearsay/internal/store"
)

const mostPasskeys = 20 // of one account

// Passkeys lets people in by keys that their devices hold (W3C Web Authentication, Level 3): discoverable, with the person verified by
// the device, so that a name and a password are not asked for.
type Passkeys struct {
	door *Doorkeeper
	web  *webauthn.WebAuthn
}

// NewPasskeys serves the origin of a desk, as in https://desk.example.
func NewPasskeys(d *Doorkeeper, origin, host string) (*Passkeys, error) {
	w, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: "hearsay", RPOrigins: []string{origin}})
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "take passkeys for " + origin, Cause: err}
	}
	return &Passkeys{d, w}, nil
}

// holder is an account as the library asks for it.
type holder struct {
	account hearsay.Account
	keys    []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.account.ID) }
func (h holder) WebAuthnName() string                       { return h.account.Name }
func (h holder) WebAuthnDisplayName() string                { return h.account.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func (p *Passkeys) holder(ctx context.Context, a hearsay.Account) (holder, error) {
	h := holder{account: a}
	kept, err := p.door.store.As(store.Everything).Passkeys(ctx, a.ID)
	for _, k := range kept {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Credential, &c); err != nil {
			return h, fmt.Errorf("read passkey %s: %w", k.ID, err)
		}
		h.keys = append(h.keys, c)
	}
	return h, err
}

// List gives the keys of an account.
func (p *Passkeys) List(ctx context.Context, id hearsay.AccountID) ([]store.Passkey, error) {
	return p.door.store.As(store.Everything).Passkeys(ctx, id)
}

// Drop ends a key.
func (p *Passkeys) Drop(ctx context.Context, id hearsay.AccountID, key string) error {
	return p.door.store.Write(ctx, func(tx *store.Tx) error { return tx.DeletePasskey(ctx, id, key) })
}

// BeginAdd gives what a browser is asked for a new key, and what to remember until it answers.
func (p *Passkeys) BeginAdd(ctx context.Context, a hearsay.Account) (options any, remember []byte, err error) {
	h, err := p.holder(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	if len(h.keys) >= mostPasskeys {
		return nil, nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a passkey", Cause: errors.New("there are 20 already; drop one first")}
	}
	o, s, err := p.web.BeginRegistration(h, webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}),
		webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("begin a passkey: %w", err)
	}
	remember, err = json.Marshal(s)
	return o, remember, err
}

// FinishAdd keeps the key that a browser answered with. What does not fit is hearsay.ErrDenied.
func (p *Passkeys) FinishAdd(ctx context.Context, a hearsay.Account, remembered []byte, name string, answer []byte) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > longestName || !utf8.ValidString(name) {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a passkey", Cause: errors.New("a name has 1 to 64 characters")}
	}
	h, err := p.holder(ctx, a)
	if err != nil {
		return err
	}
	s, err := recall(remembered)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return noKey(err)
	}
	c, err := p.web.CreateCredential(h, s, parsed)
	if err != nil {
		return noKey(err)
	}
	kept, err := json.Marshal(c)
	if err != nil {
		return err
	}
	now := time.Now()
	k := store.Passkey{ID: base64.RawURLEncoding.EncodeToString(c.ID), Account: a.ID, Name: name, Credential: kept, Created: now, Used: now}
	return p.door.store.Write(ctx, func(tx *store.Tx) error { return tx.AddPasskey(ctx, k) })
}

// BeginEnter gives what a browser is asked when somebody comes in, and what to remember until it answers.
func (p *Passkeys) BeginEnter() (options any, remember []byte, err error) {
	o, s, err := p.web.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	remember, err = json.Marshal(s)
	return o, remember, err
}

// FinishEnter gives the account whose key answered. What does not fit is hearsay.ErrDenied; so is a key whose counter went back, for then there
// are two of it.
func (p *Passkeys) FinishEnter(ctx context.Context, remembered, answer []byte) (hearsay.Account, error) {
	s, err := recall(remembered)
	if err != nil {
		return hearsay.Account{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return hearsay.Account{}, noKey(err)
	}
	u, c, err := p.web.ValidatePasskeyLogin(func(_, id []byte) (webauthn.User, error) {
		a, err := p.door.Account(ctx, hearsay.AccountID(id))
		if err != nil {
			return nil, err
		}
		return p.holder(ctx, a)
	}, s, parsed)
	if err != nil {
		return hearsay.Account{}, noKey(err)
	}
	if c.Authenticator.CloneWarning {
		return hearsay.Account{}, noKey(errors.New("the counter of the key went back"))
	}
	kept, err := json.Marshal(c)
	if err != nil {
		return hearsay.Account{}, err
	}
	id := base64.RawURLEncoding.EncodeToString(c.ID)
	return u.(holder).account, p.door.store.Write(ctx, func(tx *store.Tx) error { return tx.UsedPasskey(ctx, id, kept, time.Now()) })
}

func recall(remembered []byte) (s webauthn.SessionData, err error) {
	if err := json.Unmarshal(remembered, &s); err != nil {
		return s, noKey(errors.New("nothing was asked for in this session"))
	}
	return s, nil
}

func noKey(cause error) error {
	return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "take a passkey", Cause: cause}
}
