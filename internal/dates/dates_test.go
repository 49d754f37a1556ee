// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/text"
)

// published is the day of every text here that has one: a Wednesday.
var published = hearsay.Date{Time: time.Date(2026, 3, 11, 10, 0, 0, 0, time.UTC), Precision: hearsay.ToDay}

// row is what a test writes of a date: words, value, EDTF.
type row [3]string

func find(s string, on hearsay.Date) []row {
	var rows []row
	for _, d := range Find(text.Parse(s, text.Default()), on) {
		rows = append(rows, row{d.Span.Text, d.Value, d.EDTF})
	}
	return rows
}

type sentence struct {
	s    string
	want []row
}

func check(t *testing.T, on hearsay.Date, sentences []sentence) {
	t.Helper()
	for _, x := range sentences {
		if diff := cmp.Diff(x.want, find(x.s, on)); diff != "" {
			t.Errorf("dates of %q (-want +got):\n%s", x.s, diff)
		}
	}
}

func TestDatesKeepTheirPrecision(t *testing.T) {
	check(t, published, []sentence{
		{"The ferry was last seen in September 2020.", []row{{"September 2020", "2020-09", "2020-09"}}},
		{"It has been missing since April 2018.", []row{{"April 2018", "2018-04", "2018-04/.."}}},
		{"The pier fell in mid-February.", []row{{"mid-February", "2026-02", "2026-02-11~/2026-02-20~"}}},
		{"On or about 10 February he left.", []row{{"about 10 February", "2026-02-10", "2026-02-10~"}}},
		{"Orla Tolk signed it on March 3, 2019.", []row{{"March 3, 2019", "2019-03-03", "2019-03-03"}}},
		{"The 3rd of May, 2021 was wet.", []row{{"3rd of May, 2021", "2021-05-03", "2021-05-03"}}},
		{"She was mayor in 1988.", []row{{"1988", "1988", "1988"}}},
		{"Boats were built here in the 1970s.", []row{{"the 1970s", "197", "197X"}}},
		{"It closed in the late 1980s.", []row{{"the late 1980s", "198", "1987~/1989~"}}},
		{"They met in the mid-1990s.", []row{{"the mid-1990s", "199", "1994~/1996~"}}},
		{"It is a ship of the twenty-first century.", []row{{"the twenty-first century", "20", "20XX"}}},
		{"It must be paid by the end of 2027.", []row{{"the end of 2027", "2027", "../2027-12~"}}},
		{"It opened in the summer of 1990.", []row{{"the summer of 1990", "1990-SU", "1990-22"}}},
		{"In nineteen ninety-six the quay burned.", []row{{"nineteen ninety-six", "1996", "1996"}}},
		{"Dated 2026-03-05, or 2026-02.", []row{{"2026-03-05", "2026-03-05", "2026-03-05"}, {"2026-02", "2026-02", "2026-02"}}},
		{"Dated 25/12/2025.", []row{{"25/12/2025", "2025-12-25", "2025-12-25"}}},
	})
}

func TestRangesOfDaysAreTwoDates(t *testing.T) {
	third, fifth := row{"3", "2026-05-03", "2026-05-03"}, row{"5 May", "2026-05-05", "2026-05-05"}
	check(t, published, []sentence{
		{"The talks run from 3 to 5 May.", []row{third, fifth}},
		{"It will rain between 3 and 5 May.", []row{third, fifth}},
		{"The talks of 3–5 May failed.", []row{third, fifth}},
		{"The fair runs from the 3rd to the 5th of May 2024.", []row{{"3rd", "2024-05-03", "2024-05-03"}, {"5th of May 2024", "2024-05-05", "2024-05-05"}}},
		{"The talks ran from May 3 to 5.", []row{{"May 3", "2026-05-03", "2026-05-03"}, {"5", "2026-05-05", "2026-05-05"}}},
		{"The toll rose from May 3 to 5 dead miners.", []row{{"May 3", "2026-05-03", "2026-05-03"}}},
		{"It rose from 7 to 5 May figures.", []row{fifth}},
		{"There were 3 and 5 May came.", []row{fifth}},
	})
}

func TestDatesAreResolvedAgainstTheDayOfTheText(t *testing.T) {
	check(t, published, []sentence{
		{"On Tuesday the mayor resigned.", []row{{"Tuesday", "2026-03-10", "2026-03-10"}}},
		{"The council will meet on Friday.", []row{{"Friday", "2026-03-13", "2026-03-13"}}},
		{"She resigned last Wednesday.", []row{{"last Wednesday", "2026-03-04", "2026-03-04"}}},
		{"The hearing is due next Monday.", []row{{"next Monday", "2026-03-16", "2026-03-16"}}},
		{"She left last week.", []row{{"last week", "2026-W10", "2026-03-02/2026-03-08"}}},
		{"The quay burned two years ago.", []row{{"two years ago", "2024", "2024"}}},
		{"Twenty-one months ago it was new.", []row{{"Twenty-one months ago", "2024-06", "2024-06"}}},
		{"In January he was ill.", []row{{"January", "2026-01", "2026-01"}}},
		{"In November he was ill.", []row{{"November", "2025-11", "2025-11"}}},
		{"It will open in January.", []row{{"January", "2027-01", "2027-01"}}},
		{"He came last May.", []row{{"last May", "2025-05", "2025-05"}}},
		{"It ends on June 1.", []row{{"June 1", "2026-06-01", "2026-06-01"}}},
		{"Yesterday morning it rained.", []row{{"Yesterday morning", "2026-03-10TMO", "2026-03-10"}}},
		{"Last night it rained.", []row{{"Last night", "2026-03-10TNI", "2026-03-10"}}},
		{"Over the weekend it rained.", []row{{"the weekend", "2026-W10-WE", "2026-03-07/2026-03-08"}}},
		{"She said so on Christmas Eve.", []row{{"Christmas Eve", "2025-12-24", "2025-12-24"}}},
		{"It sank this weekend.", []row{{"this weekend", "2026-W10-WE", "2026-03-07/2026-03-08"}}},
		{"They will race this weekend.", []row{{"this weekend", "2026-W11-WE", "2026-03-14/2026-03-15"}}},
		{"It began on June 16th of last year.", []row{{"June 16th of last year", "2025-06-16", "2025-06-16"}}},
		{"A few days ago it rained.", []row{{"A few days ago", "PAST_REF", "../2026-03-11"}}},
		{"Earlier this month he wrote.", []row{{"Earlier this month", "2026-03", "2026-03-01~/2026-03-10~"}}},
		{"In 2019 it closed, and the following year it burned.", []row{{"2019", "2019", "2019"}, {"the following year", "2020", "2020"}}},
		{"He fell ill on 3 May 2020 and died two days later.", []row{{"3 May 2020", "2020-05-03", "2020-05-03"}, {"two days later", "2020-05-05", "2020-05-05"}}},
	})
}

func TestTimesOfDayStandOnTheirDay(t *testing.T) {
	check(t, published, []sentence{
		{"It began at 9:30 a.m. in Elsund.", []row{{"9:30 a.m.", "2026-03-11T09:30", "2026-03-11T09:30:00"}}},
		{"She was seen at 10 p.m. Tuesday.", []row{{"10 p.m. Tuesday", "2026-03-10T22:00", "2026-03-10T22:00:00"}}},
		{"It fell on 3 March 2026 at 14:30.", []row{{"3 March 2026 at 14:30", "2026-03-03T14:30", "2026-03-03T14:30:00"}}},
		{"The talks failed at noon Monday.", []row{{"noon Monday", "2026-03-09T12:00", "2026-03-09T12:00:00"}}},
		{"He left at midnight Monday.", []row{{"midnight Monday", "2026-03-09T24:00", "2026-03-10T00:00:00"}}},
		{"Posted 2026-03-05T10:05:00Z by a reader.", []row{{"2026-03-05T10:05:00Z", "2026-03-05T10:05", "2026-03-05T10:05:00"}}},
	})
}

func TestTermsAreComparedWithTheYearBefore(t *testing.T) {
	check(t, published, []sentence{
		{"Arrests fell in the first quarter.", []row{{"the first quarter", "2026-Q1", "2026-33"}}},
		{"Sales in the fourth quarter were 5 million, up from 4 million a year earlier.", []row{
			{"the fourth quarter", "2025-Q4", "2025-36"}, {"a year earlier", "2024-Q4", "2024-36"}}},
		{"The yard lost money in Q3 2024 and in the first half of 2025.", []row{
			{"Q3 2024", "2024-Q3", "2024-35"}, {"the first half of 2025", "2025-H1", "2025-40"}}},
		{"It lost 3 million in the quarter ended June 30.", []row{
			{"the quarter", "2025-Q2", "2025-34"}, {"June 30", "2025-06-30", "2025-06-30"}}},
		{"A year ago it was 4 million.", []row{{"A year ago", "2025", "2025"}}},
		{"It will sell in next year's first quarter.", []row{{"next year's first quarter", "2027-Q1", "2027-33"}}},
	})
}

func TestWhatIsVagueIsNotMadeExact(t *testing.T) {
	check(t, published, []sentence{
		{"The harbour is empty now.", []row{{"now", "PRESENT_REF", "2026-03-11"}}},
		{"It was recently painted.", []row{{"recently", "PAST_REF", "../2026-03-11"}}},
		{"In the future it may be sold.", []row{{"the future", "FUTURE_REF", "2026-03-11/.."}}},
		{"Several years ago it was sold.", []row{{"Several years ago", "PAST_REF", "../2026-03-11"}}},
		{"Signed 5/12/2025.", []row{{"5/12/2025", "2025-XX-XX", "[2025-05-12,2025-12-05]"}}},
	})
}

func TestWhatIsNoDateIsLeft(t *testing.T) {
	check(t, published, []sentence{
		{"He may march if he must.", nil},
		{"They waited for two years and over the past three weeks.", nil},
		{"In recent months little was heard.", nil},
		{"Some 2000 people came, and 1990 votes were cast.", nil},
		{"It cost $1990.", nil},
		{"In 1988, on the day before the vote, he left.", []row{{"1988", "1988", "1988"}}},
		{"The fall of the government came soon after.", []row{{"soon", "FUTURE_REF", "2026-03-11/.."}}},
		{"", nil},
	})
}

func TestADateDoesNotGoOnInTheNextParagraph(t *testing.T) {
	check(t, published, []sentence{
		{"It closed in March\n3 people left", []row{{"March", "2026-03", "2026-03"}}},
	})
}

func TestOtherLanguagesNameDaysMonthsAndYears(t *testing.T) {
	check(t, published, []sentence{
		{"Le 3 mars 2020, le 1er mai.", []row{{"3 mars 2020", "2020-03-03", "2020-03-03"}, {"1er mai", "2026-05-01", "2026-05-01"}}},
		{"Depuis mars 2019 le quai est fermé.", []row{{"mars 2019", "2019-03", "2019-03/.."}}},
		{"Am 3. März 2020 und im Dezember 2019.", []row{{"3. März 2020", "2020-03-03", "2020-03-03"}, {"Dezember 2019", "2019-12", "2019-12"}}},
		{"El 5 de enero de 2020 se hundió.", []row{{"5 de enero de 2020", "2020-01-05", "2020-01-05"}}},
		{"2020年3月5日，他去年3月来，昨天走了。", []row{
			{"2020年3月5日", "2020-03-05", "2020-03-05"}, {"去年3月", "2025-03", "2025-03"}, {"昨天", "2026-03-10", "2026-03-10"}}},
		{"On Mars 2020 samples were found.", []row{{"2020", "2020", "2020"}}},
	})
}

func TestATextWithoutADateLeavesOpenWhatDependsOnIt(t *testing.T) {
	check(t, hearsay.Date{}, []sentence{
		{"On Friday and on Aug. 2 and in May, last week, it rained.", []row{
			{"Friday", "XXXX-WXX-5", ""}, {"Aug. 2", "XXXX-08-02", "XXXX-08-02"}, {"May", "XXXX-05", "XXXX-05"}}},
		{"The third quarter was bad, and it is better now.", []row{{"The third quarter", "XXXX-Q3", "XXXX-35"}, {"now", "PRESENT_REF", ""}}},
		{"In 2019 it closed, and the following year it burned.", []row{{"2019", "2019", "2019"}, {"the following year", "2020", "2020"}}},
		{"Two years ago and at noon.", []row{{"Two years ago", "PAST_REF", ""}}},
	})
	year := hearsay.Date{Time: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToYear}
	check(t, year, []sentence{
		{"Last year it closed; last month it burned.", []row{{"Last year", "2019", "2019"}}},
		{"In May it burned.", []row{{"May", "XXXX-05", "XXXX-05"}}},
	})
}
