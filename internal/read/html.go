// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"

	"hearsay"
)

func htmlDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	return nil, errors.New("pages are not read yet")
}

func feedDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	return nil, errors.New("feeds are not read yet")
}
