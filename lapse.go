// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// Lapse is a long time in which nothing of an outlet could be had at a feed, and what came after it. A site that lapsed may be
// somebody else's when it is back.
type Lapse struct {
	Outlet  OutletID  `json:"outlet"`
	Feed    FeedID    `json:"feed"`
	From    time.Time `json:"from"`            // the first look that gave nothing
	Until   time.Time `json:"until"`           // the first that gave something again
	Judged  time.Time `json:"judged,omitzero"` // zero while too little has come since
	Doubted bool      `json:"doubted"`         // what is there since is not like what was there before
	Reasons []string  `json:"reasons"`         // for that, or against it
}
