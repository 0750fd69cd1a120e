#!/usr/bin/env python3
"""Measures refdesk beside the least that can be had, and beside other ways to find an answer that are installed here.

usage: bench.py REFDESK [--sizes 300,3000,30000] [--questions 20000] [--work FOLDER]

Prints Markdown tables. Cold starts: medians of interleaved rounds, as ratios to /bin/true of the same rounds. Bulk: questions a second
of processor time in one thread, median of five, with the shares of right answers and of declined questions that no rule answers.
"""
import argparse, hashlib, json, os, pathlib, resource, sqlite3, statistics, subprocess, sys, time
import data

ROUNDS = 40
QUESTION = "who could help us get more people reading"


def start(command):
    """Milliseconds from start to end of a program, and its peak memory in MB."""
    null = os.open(os.devnull, os.O_RDWR)
    began = time.perf_counter()
    process = os.posix_spawnp(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)])
    _, status, usage = os.wait4(process, 0)
    took = (time.perf_counter() - began) * 1000
    os.close(null)
    if status:
        sys.exit(f"bench: {' '.join(command)} failed")
    return took, usage.ru_maxrss / 1024


def cold(commands):
    runs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(start(command))
    base = statistics.median(took for took, _ in runs["/bin/true"])
    hello = statistics.median(took for took, _ in runs.get("static Swift hello", runs["/bin/true"]))
    print("| cold start | median ms | x true | x hello |\n|---|---|---|---|")
    for name, all_runs in runs.items():
        took = statistics.median(t for t, _ in all_runs)
        print(f"| {name} | {took:.2f} | {took / base:.1f} | {took / hello:.1f} |")
    print(flush=True)


def compiled_hello(work):
    program = work / "hello"
    source = pathlib.Path(__file__).with_name("hello.swift")
    if not program.exists():
        made = subprocess.run(
            ["swiftc", "-O", "-static-executable", str(source), "-o", str(program)], capture_output=True, cwd=work)
        if made.returncode:
            return None
        subprocess.run(["strip", str(program)])
    return program


def shares(printed, expected):
    known = [(a, b) for a, b in zip(printed, expected) if b != "-"]
    other = [a for a, b in zip(printed, expected) if b == "-"]
    return 100 * sum(a == b for a, b in known) / len(known), 100 * other.count("-") / max(1, len(other))


def batch(refdesk, image, questions, *options):
    """Questions a second of processor time (median of five), and what was printed."""
    rates = []
    for _ in range(5):
        run = subprocess.run(
            [refdesk, "batch", "--stats", "--rules", str(image), *options, str(questions)], capture_output=True, text=True)
        stats = json.loads(run.stderr.rsplit("#stats ", 1)[1])
        rates.append(stats["n"] / stats["cpu_s"])
    return statistics.median(rates), run.stdout.split("\n")[:-1]


def full_text_rate(folder, limit=2000):
    """SQLite's full-text search, which every Python has: the best match by BM25."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table rules using fts5(id unindexed, text)")
    with open(folder / "rules.jsonl") as lines:
        base.executemany(
            "insert into rules values (?, ?)", ((r["id"], " ".join(r["examples"])) for r in map(json.loads, lines)))
    asked = (folder / "questions.txt").read_text().splitlines()[:limit]
    printed, began, count = [], time.process_time(), 0
    for question in asked:
        query = " OR ".join(f'"{word}"' for word in question.split())
        row = base.execute("select id from rules where rules match ? order by rank limit 1", (query,)).fetchone()
        printed.append(row[0] if row else "-")
        count += 1
        if time.process_time() - began > 3:
            break
    rate = count / (time.process_time() - began)
    return rate, printed


def replay(refdesk, work, turns=10_000):
    """Seconds to replay a transcript of that many turns, a fresh conversation every five: medians of five, of processor time and by the clock."""
    asked = pathlib.Path(__file__).with_name("questions.txt").read_text().splitlines()
    lines = ["# Many turns", ""]
    for number in range(turns):
        if number % 5 == 0:
            lines += ["[reset]", ""]
        lines += [f"you> {asked[number % len(asked)]}", "= score >= 0", ""]
    transcript = work / "replay.md"
    transcript.write_text("\n".join(lines))
    times, clock = [], []
    for _ in range(5):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.perf_counter()
        subprocess.run([refdesk, "test", "--match", "rule", str(transcript)], capture_output=True, check=True)
        clock.append(time.perf_counter() - began)
        times.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    print(
        f"Replaying {turns:,} turns: {statistics.median(times):.2f} s of processor time, {statistics.median(clock):.2f} s by the clock\n",
        flush=True)


def jobs(refdesk, work, repeats=100):
    """A thousand questions many times over, by one thread and by more: seconds by the clock, the least of five interleaved runs."""
    asked = work / "many.txt"
    asked.write_text(pathlib.Path(__file__).with_name("questions.txt").read_text() * repeats)
    threads = [1] + [n for n in (2, 4, 8) if n <= os.cpu_count()]
    print("| batch, built-in rules | questions | " + " | ".join(f"--jobs {n}: s" for n in threads) + " | times as fast |")
    print("|---" * (len(threads) + 3) + "|")
    for form in ("ids", "tsv", "jsonl"):
        took, digests = {n: [] for n in threads}, set()
        for round in range(6):
            for n in threads:
                command = [refdesk, "batch", "--jobs", str(n), "--to", form, str(asked)]
                if round == 0:
                    digests.add(hashlib.sha256(subprocess.run(command, capture_output=True, check=True).stdout).digest())
                    continue
                began = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
                took[n].append(time.perf_counter() - began)
        if len(digests) > 1:
            sys.exit(f"bench: batch --to {form} prints other bytes with more threads")
        least = [min(took[n]) for n in threads]
        print(
            f"| {form} | {1000 * repeats:,} | " + " | ".join(f"{t:.2f}" for t in least) + f" | {least[0] / least[-1]:.2f} |",
            flush=True)
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("refdesk")
    parser.add_argument("--sizes", default="300,3000,30000")
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--work", default=".bench")
    options = parser.parse_args()
    work = pathlib.Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    refdesk = str(pathlib.Path(options.refdesk).resolve())

    commands = {"/bin/true": ["/bin/true"]}
    hello = compiled_hello(work.resolve())
    if hello:
        commands["static Swift hello"] = [str(hello)]
    commands["refdesk ask, built-in rules"] = [refdesk, "ask", *QUESTION.split()]
    commands["python3 -c pass"] = ["python3", "-c", "pass"]
    cold(commands)
    replay(refdesk, work)
    jobs(refdesk, work)

    print("| rules | compile s | image MB | questions/s | right % | declined % | one slip: questions/s | right % | declined % "
          "| SQLite FTS5 questions/s | right % |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        folder = work / str(size)
        data.write(folder, size, options.questions)
        image = folder / "rules.image"
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([refdesk, "compile", str(folder / "rules.jsonl"), "-o", str(image)], check=True)
        compiled = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        expected = (folder / "expected.txt").read_text().split("\n")[:-1]
        rate, printed = batch(refdesk, image, folder / "questions.txt", "--to", "ids")
        slip_rate, slip_printed = batch(refdesk, image, folder / "slips.txt", "--to", "ids")
        right, declined = shares(printed, expected)
        slip_right, slip_declined = shares(slip_printed, expected)
        other_rate, other_printed = full_text_rate(folder)
        other_right, _ = shares(other_printed, expected)
        print(
            f"| {size} | {compiled:.1f} | {image.stat().st_size / 1e6:.1f} | {rate:,.0f} | {right:.1f} | {declined:.1f} | "
            f"{slip_rate:,.0f} | {slip_right:.1f} | {slip_declined:.1f} | {other_rate:,.0f} | {other_right:.1f} |", flush=True)


main()
