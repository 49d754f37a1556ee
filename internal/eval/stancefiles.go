// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hearsay"
	"hearsay/internal/stance"
)

// FNC1 scores stances in the layout of the first Fake News Challenge. train is a folder with train_bodies.csv and
// train_stances.csv. bodies and stances name the files that are scored; where both are empty, the training files are
// scored, in folds by body.
func FNC1(train, bodies, stances string) (StanceScores, error) {
	if (bodies == "") != (stances == "") {
		return StanceScores{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "score stances",
			Cause: errors.New("bodies and stances belong together"), Hint: "give both --bodies and --stances, or neither for folds of the training data"}
	}
	r := reader{}
	learn, err := r.fnc1(filepath.Join(train, "train_bodies.csv"), filepath.Join(train, "train_stances.csv"))
	if err != nil {
		return StanceScores{}, err
	}
	if bodies == "" {
		return scoreStance(learn, nil), nil
	}
	test, err := r.fnc1(bodies, stances)
	if err != nil {
		return StanceScores{}, err
	}
	return scoreStance(learn, test), nil
}

// Emergent scores the stance of headlines to rumours, in rows of stance, headline and rumour. test names the file that is
// scored; where it is empty, the training file is scored, in folds by rumour.
func Emergent(train, test string) (StanceScores, error) {
	r := reader{}
	learn, err := r.emergent(train)
	if err != nil {
		return StanceScores{}, err
	}
	if test == "" {
		return scoreStance(learn, nil), nil
	}
	held, err := r.emergent(test)
	if err != nil {
		return StanceScores{}, err
	}
	return scoreStance(learn, held), nil
}

// reader reads each text once, however many examples have it.
type reader map[string]*stance.Passage

func (r reader) read(s string) *stance.Passage {
	p, ok := r[s]
	if !ok {
		p = stance.Read(s)
		r[s] = p
	}
	return p
}

var fncStances = map[string]stance.Stance{
	"agree": stance.Agree, "disagree": stance.Disagree, "discuss": stance.Discuss, "unrelated": stance.Unrelated,
}

func (r reader) fnc1(bodies, stances string) ([]example, error) {
	texts := map[string]*stance.Passage{}
	err := eachRow(bodies, []string{"Body ID", "articleBody"}, func(row []string) error {
		if texts[row[0]] != nil {
			return fmt.Errorf("body %q stands in it twice", row[0])
		}
		texts[row[0]] = r.read(row[1])
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []example
	err = eachRow(stances, []string{"Headline", "Body ID", "Stance"}, func(row []string) error {
		body, s := texts[row[1]], fncStances[row[2]]
		if _, ok := fncStances[row[2]]; !ok {
			return fmt.Errorf("stance %q is none of agree, disagree, discuss, unrelated", row[2])
		}
		if body == nil {
			return fmt.Errorf("body %q is not in %s", row[1], bodies)
		}
		out = append(out, example{stance.Example{Claim: r.read(row[0]), Text: body, Stance: s}, row[1]})
		return nil
	})
	return out, notEmpty(stances, out, err)
}

// eachRow reads a table whose first row names its columns and hands on those that are wanted, in their order.
func eachRow(file string, wanted []string, do func([]string) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := eachRecord(csv.NewReader(f), wanted, do); err != nil {
		return bad(file, err)
	}
	return nil
}

// eachRecord does what eachRow promises, of a table that is open.
func eachRecord(table *csv.Reader, wanted []string, do func([]string) error) error {
	head, err := table.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	columns := make([]int, len(wanted))
	for i, name := range wanted {
		columns[i] = -1
		for j, has := range head {
			if strings.TrimPrefix(has, "\uFEFF") == name {
				columns[i] = j
			}
		}
		if columns[i] < 0 {
			return fmt.Errorf("it has no column %q", name)
		}
	}
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := table.FieldPos(0)
		picked := make([]string, len(columns))
		for i, c := range columns {
			picked[i] = row[c]
		}
		if err := do(picked); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

func bad(file string, err error) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + file, Cause: err,
		Hint: "correct the file, or name the right one; the command's --help tells its layout"}
}

func notEmpty(file string, examples []example, err error) error {
	if err == nil && len(examples) == 0 {
		return bad(file, errors.New("it has no examples"))
	}
	return err
}

var emergentStances = map[string]stance.Stance{"for": stance.Agree, "against": stance.Disagree, "observing": stance.Discuss}

func (r reader) emergent(file string) ([]example, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []example
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != 3 {
			return nil, bad(file, fmt.Errorf("line %d: %d columns, not the three of stance, headline and rumour", n, len(row)))
		}
		s, ok := emergentStances[row[0]]
		if !ok {
			return nil, bad(file, fmt.Errorf("line %d: stance %q is none of for, against, observing", n, row[0]))
		}
		out = append(out, example{stance.Example{Claim: r.read(row[2]), Text: r.read(row[1]), Stance: s}, row[2]})
	}
	return out, notEmpty(file, out, nil)
}
