// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"path/filepath"

	"hearsay/internal/text"
)

// Train reads the training data under dir (polnear/train and its automatic layers, ud/en_ewt-train) and gives a
// model file. It takes about a minute.
func Train(dir string, seed uint64, progress func(part string, pass int, right float64)) ([]byte, error) {
	examples, err := Silver(filepath.Join(dir, "polnear", "train.conll.gz"), filepath.Join(dir, "polnear", "train", "text"))
	if err != nil {
		return nil, err
	}
	treebank, err := Treebank(filepath.Join(dir, "ud", "en_ewt-train.conllu.gz"))
	if err != nil {
		return nil, err
	}
	examples = append(examples, treebank...)
	parts := Model(examples, Options{Passes: 5, Cut: 3, Seed: seed}, progress)
	return text.Save("PolNeAR 1.0 train (automatic layers); Universal Dependencies English EWT train", parts, Closed(examples))
}
