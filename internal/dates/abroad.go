// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import "time"

// abroad reads French, Spanish and German dates: "3 mars 2020", "am 3. März", "5 de enero de 2020", "im März". A month
// alone needs a preposition of its language before it, for "Mars" is a planet and "mai" is Italian for never.
func (f *finder) abroad(i int) match {
	md, at := monthDay{}, i
	if d, ok := f.dayAbroad(i); ok {
		md.d, at = d, i+1
		if f.is(at, ".", "de") {
			at++
		}
	} else if _, _, led := f.lex("into", i-1); !led {
		return match{}
	}
	m, next, ok := f.lexInt("abroad", at)
	if !ok || !exists(2000, m, max(1, md.d)) {
		return match{}
	}
	md.m = m
	k := next
	if f.is(k, ".") && f.yearNumber(k+1) > 0 {
		k++
	}
	if f.is(k, "de", "del") {
		k++
	}
	if y := f.yearNumber(k); y > 0 {
		md.y, next = y, k+1
	}
	return match{next: next, at: f.resolve(md, i)}
}

// dayAbroad reads "3", "3." and "1er".
func (f *finder) dayAbroad(i int) (int, bool) {
	if f.is(i, "1er", "1º", "1°", "primero") {
		return 1, true
	}
	d, ok := digits(f.w(i), 2)
	return d, ok && d >= 1 && d <= 31
}

// han reads Chinese dates: "2020年3月5日", "3月5日", "去年", "上个月", "去年3月".
func (f *finder) han(i int) match {
	y, next, shifted := f.lexInt("han-year", i)
	if shifted {
		if f.knows < year {
			return match{}
		}
		y += f.ref.Year()
	} else if n := f.yearNumber(i); n > 0 && f.is(i+1, "年") {
		y, next = n, i+2
	}
	for class, u := range map[string]unit{"han-month": month, "han-week": week} {
		if n, next, ok := f.lexInt(class, i); ok && f.knows >= u {
			return match{next: next, at: containing(f.ref, u).move(n, u)}
		}
	}
	md := monthDay{y: y}
	if m, ok := digits(f.w(next), 2); ok && m >= 1 && m <= 12 && f.is(next+1, "月") {
		md.m, next = m, next+2
		if d, ok := digits(f.w(next), 2); ok && exists(2000, m, d) && f.is(next+1, "日", "号") {
			md.d, next = d, next+2
		}
	}
	switch {
	case md.m > 0:
		return match{next: next, at: f.resolve(md, i)}
	case y > 0:
		return match{next: next, at: containing(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), year)}
	}
	return match{}
}
