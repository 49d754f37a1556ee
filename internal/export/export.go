// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package export writes what the ledger holds in the formats that other tools read, one file a format.
package export
