// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"

	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/store"
)

// IssuerOptions say who vouches for people, by OpenID Connect Core 1.0 with the authorization code flow and PKCE (RFC 7636).
type IssuerOptions struct {
	URL      string // of the issuer, as it names itself
	Client   string
	Secret   string
	Callback string       // our address that people are sent back to
	HTTP     *fetch.Plain // that asks the issuer
}

// Issuer vouches for people.
type Issuer struct {
	door     *Doorkeeper
	http     *fetch.Plain
	url      string
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
}

// Journey is what a browser's session remembers of somebody who was sent to the issuer. It is good for one return.
type Journey struct{ State, Nonce, Verifier string }

// NewIssuer asks the issuer for its addresses and keys.
func NewIssuer(ctx context.Context, d *Doorkeeper, o IssuerOptions) (*Issuer, error) {
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, o.HTTP), o.URL)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "ask " + o.URL + " who it is", Cause: err}
	}
	return &Issuer{
		door: d, http: o.HTTP, url: o.URL,
		config: oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: p.Endpoint(), RedirectURL: o.Callback, Scopes: []string{oidc.ScopeOpenID, "email"}},
		// Only signatures of the issuer's keys: neither "none" nor a shared secret.
		verifier: p.Verifier(&oidc.Config{ClientID: o.Client, SupportedSigningAlgs: []string{oidc.RS256, oidc.ES256, oidc.PS256, oidc.EdDSA}}),
	}, nil
}

// Depart gives the address to send somebody to, and what is to be remembered until they return.
func (i *Issuer) Depart() (address string, j Journey) {
	j = Journey{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	return i.config.AuthCodeURL(j.State, oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier)), j
}

// Arrive gives the account of somebody who returned. Whatever is wrong with what they bring is hearsay.ErrDenied, with the reason for the
// log; it is not for them.
func (i *Issuer) Arrive(ctx context.Context, j Journey, state, code string) (hearsay.Account, error) {
	if j.State == "" || subtle.ConstantTimeCompare([]byte(state), []byte(j.State)) != 1 {
		return hearsay.Account{}, unvouched(errors.New("the state is not that of this session"))
	}
	ctx = oidc.ClientContext(ctx, i.http)
	token, err := i.config.Exchange(ctx, code, oauth2.VerifierOption(j.Verifier))
	if err != nil {
		return hearsay.Account{}, unvouched(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := i.verifier.Verify(ctx, raw)
	if err != nil {
		return hearsay.Account{}, unvouched(err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(j.Nonce)) != 1 {
		return hearsay.Account{}, unvouched(errors.New("the nonce is not that of this session"))
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := id.Claims(&claims); err != nil {
		return hearsay.Account{}, unvouched(err)
	}
	if !claims.Verified {
		claims.Email = ""
	}
	return i.door.enterVouched(ctx, i.url, id.Subject, claims.Email)
}

func unvouched(cause error) error {
	return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in by an issuer", Cause: cause}
}

// enterVouched gives the account of an issuer's subject. The first time it is the account whose name is the address that the issuer
// has verified, if nobody else of that issuer is let in as it.
func (d *Doorkeeper) enterVouched(ctx context.Context, issuer, subject, email string) (hearsay.Account, error) {
	id, err := d.store.As(store.Everything).Identity(ctx, issuer, subject)
	if err != nil {
		return hearsay.Account{}, err
	}
	if id == "" {
		if id, err = d.adopt(ctx, issuer, subject, email); err != nil {
			return hearsay.Account{}, err
		}
	}
	return d.Account(ctx, id)
}

func (d *Doorkeeper) adopt(ctx context.Context, issuer, subject, email string) (id hearsay.AccountID, err error) {
	if email == "" {
		return "", unvouched(errors.New("no verified address, and the subject is not known"))
	}
	return id, d.store.Write(ctx, func(tx *store.Tx) error {
		a, err := tx.AccountNamed(ctx, email)
		if errors.Is(err, hearsay.ErrNotFound) {
			return unvouched(fmt.Errorf("nobody is called %s here", email))
		}
		if err != nil {
			return err
		}
		taken, err := tx.HasIdentity(ctx, issuer, a.ID)
		if err != nil {
			return err
		}
		if taken {
			return unvouched(fmt.Errorf("account %s is another subject's", a.ID))
		}
		id = a.ID
		return tx.AddIdentity(ctx, issuer, subject, a.ID, time.Now())
	})
}
