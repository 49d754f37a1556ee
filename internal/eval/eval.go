// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package eval turns gold texts into scores: how well pages are extracted, feeds are parsed, attributions are found.
// The texts lie in a folder that is given; none of them is part of the project.
package eval
