// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package ledger answers what takes more than one record to answer: what rests on a document, who covers a story and
// who is silent, what became of what somebody said. It computes when asked, from the store alone, and stores nothing.
//
// What it answers has one form as JSON, a Line in a list or a View by itself: the commands print it with --json, and the API gives the
// same.
package ledger
