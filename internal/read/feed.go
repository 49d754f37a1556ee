// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"

	"hearsay"
)

func feedDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	return nil, errors.New("feeds are not read yet")
}
