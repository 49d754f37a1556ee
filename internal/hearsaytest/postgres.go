// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

func testDatabase() string { return os.Getenv("HEARSAY_TEST_DATABASE") }

// Postgres gives the address of an empty PostgreSQL schema that goes away with the test: in the database that
// HEARSAY_TEST_DATABASE names, or in a private server, started once for each test program, on a unix socket in
// a folder of its own. Without either the test is skipped, or fails where HEARSAY_REQUIRE_POSTGRES=1.
func Postgres(t testing.TB) string {
	t.Helper()
	base := testDatabase()
	if base == "" {
		var err error
		if base, err = server(); err != nil {
			if os.Getenv("HEARSAY_REQUIRE_POSTGRES") == "1" {
				t.Fatalf("PostgreSQL is required: %v", err)
			}
			t.Skipf("no PostgreSQL: %v; set HEARSAY_TEST_DATABASE, or install its server", err)
		}
	}
	return schema(t, base)
}

// schema makes an empty schema and gives the address that leads into it.
func schema(t testing.TB, base string) string {
	t.Helper()
	name := "hearsay_test_" + strings.ToLower(rand.Text()[:12])
	run := func(statement string) error {
		db, err := sql.Open("pgx", base)
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.ExecContext(context.WithoutCancel(t.Context()), statement)
		return err
	}
	if err := run("CREATE SCHEMA " + name); err != nil {
		t.Fatalf("make a schema for the test: %v", err)
	}
	t.Cleanup(func() {
		if err := run("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Errorf("drop the schema of the test: %v", err)
		}
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatalf("HEARSAY_TEST_DATABASE is no postgres:// address: %v", err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// server starts the private server on the first call. It dies with this process (see launch).
var server = sync.OnceValues(func() (string, error) {
	bin, err := serverPrograms()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "hspg")
	if err != nil {
		return "", err
	}
	who, err := credential(dir)
	if err != nil {
		return "", err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "postgres",
		"-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = dir, &syscall.SysProcAttr{Credential: who}
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w: %s", err, out)
	}
	err = launch(dir, who, filepath.Join(bin, "postgres"), "-D", filepath.Join(dir, "data"), "-k", dir, "-h", "",
		"-c", "fsync=off", "-c", "max_connections=200")
	if err != nil {
		return "", err
	}
	dsn := "postgres://postgres@/postgres?host=" + url.QueryEscape(dir)
	return dsn, answers(dsn)
})

// stop has what ends the private server, once it runs.
var stop = make(chan func(), 1)

// Main runs the tests of a package that uses [Postgres] and stops the private server behind them.
func Main(m *testing.M) {
	code := m.Run()
	select {
	case f := <-stop:
		f()
	default:
	}
	os.Exit(code)
}

// launch runs the server until Main ends it. Where the test program is killed instead, the kernel stops the
// server: that signal belongs to the thread that started it, which therefore stays.
func launch(dir string, who *syscall.Credential, name string, args ...string) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		log, err := os.Create(filepath.Join(dir, "log"))
		if err != nil {
			started <- err
			return
		}
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, log, log
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT, Setpgid: true}
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		gone := make(chan struct{})
		stop <- func() {
			cmd.Process.Signal(syscall.SIGQUIT)
			<-gone
			os.RemoveAll(dir)
		}
		started <- nil
		cmd.Wait()
		close(gone)
	}()
	return <-started
}

// credential gives the folder to the user that the server runs as: it refuses to run as root.
func credential(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root needs a user for the server: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

// serverPrograms is the folder with initdb and postgres: on the path, or where Debian puts them.
func serverPrograms() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("initdb is not installed")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

func answers(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	for range 100 {
		if err = db.Ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the private server does not answer: %w", err)
}
