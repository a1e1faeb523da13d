"""Measure what slides cost, and check what is left when the worker is killed: `.venv/bin/python bench/conversion.py`.

    bench/conversion.py slides    60 slides of 20 MB through LibreOffice, and a PDF of 100 pages: seconds and memory
    bench/conversion.py page      p95 of the event page while the worker is busy, compared with p95 at rest
    bench/conversion.py kills     20 kills at random moments (`kills 20 1`: how many, and the seed)

Without arguments it does all of them. Each starts a portal in its own folder under var/, with a real worker.
"""

import argparse
import http.client
import io
import json
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.portal import MB, new_portal

EVENT = "/events/smolensk-tour/"

# Run in a process of the portal between two rounds: checks what must hold whenever the worker was killed.
LOOK = """
import json
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from events.models import Preview, Slide
now, wrong = timezone.now(), []
for preview in Preview.objects.filter(state="ready"):
    slides = list(preview.version.slides.all())
    if not len(slides) == preview.steps_done == preview.steps_total == preview.version.pages:
        wrong.append(f"{preview}: {len(slides)} slides, {preview.steps_done} of {preview.steps_total}")
    for slide in slides:
        for picture in (slide.picture, slide.small_picture):
            with picture.open("rb") as file, Image.open(file) as opened:
                opened.load()
    if preview.version.original_name.endswith(".pptx") and not preview.pdf.size:
        wrong.append(f"{preview}: no PDF")
if Slide.objects.ready().exclude(version__preview__state="ready").exists():
    wrong.append("half a version is visible")
Preview.objects.filter(state="processing").update(leased_until=now)  # as if the lease of the dead worker had ended
Preview.objects.filter(state="queued").update(due_at=now)
states = list(Preview.objects.values_list("state", flat=True))
if "AGAIN" in globals() and set(states) == {"ready"}:
    Preview.objects.all().restart()
print(json.dumps({"states": sorted(states), "wrong": wrong}))
"""


def presentation(slides=60, megabytes=20):
    """A PPTX with a photograph, a title, lines and notes on each slide."""
    from PIL import Image
    from pptx import Presentation
    from pptx.util import Inches

    document, quality = Presentation(), 60
    document.slide_width, document.slide_height = Inches(13.333), Inches(7.5)
    for number in range(slides):
        photo = io.BytesIO()
        noise = Image.effect_noise((1200, 800), 50 + number % 40).convert("RGB")
        noise.save(photo, "JPEG", quality=quality)
        slide = document.slides.add_slide(document.slide_layouts[1])
        slide.shapes.title.text = f"Вымышленный слайд {number + 1}"
        slide.placeholders[1].text = "\n".join(f"Строка {line}: индустриальный парк «Образец»" for line in range(6))
        slide.shapes.add_picture(photo, Inches(7), Inches(2), Inches(6))
        quality = max(20, min(95, round(quality * megabytes * MB / slides / photo.tell())))
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def pdf(pages=100):
    from association.demo.sample_files import SampleSlide, pdf

    lines = [f"Строка {line}: индустриальный парк «Образец», площадь {line} га" for line in range(8)]
    return pdf([SampleSlide(f"Страница {number}", lines) for number in range(1, pages + 1)])


def scanned(pages=100):
    from fpdf import FPDF
    from PIL import Image

    document = FPDF(unit="mm", format="A4")
    for number in range(pages):
        document.add_page()
        document.image(Image.effect_noise((1240, 1754), 30 + number % 60), 0, 0, 210, 297)
    return bytes(document.output())


def look(portal, again=False):
    script = ("AGAIN = True\n" if again else "") + LOOK
    return json.loads(portal.run(script).splitlines()[-1])


# --- Slides ----------------------------------------------------------------------------------------------------------


def measure_slides(database=None):
    cases = {
        "60 slides of 20 MB (PPTX)": (presentation(), "Доклад.pptx", 60),
        "100 pages of text (PDF)": (pdf(), "Доклад.pdf", 20),
        "100 scanned pages (PDF)": (scanned(), "Скан.pdf", None),
    }
    for title, (content, name, limit) in cases.items():
        with new_portal(database) as site:
            site.load((name, content))
            seconds, computing, peak = watched(site.start_worker("--once"))
            after = look(site)
        assert after == {"states": ["ready"], "wrong": []}, after
        budget = f" of {limit} s allowed" if limit else ""
        print(
            f"{title}, {len(content) / MB:.0f} MB: {seconds:.1f} s{budget}, {computing:.1f} s of a core, "
            f"peak memory {peak:.0f} MB"
        )


def watched(process):
    """`(seconds, CPU seconds, peak MB)` of the worker and its children, with its start."""
    started, before, peak = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN), 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.05)
    assert process.returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    computing = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, computing, peak


def resident(pid):
    """MB of a process and its descendants. Shared memory is counted for each, so the true value is lower."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text()
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
            total += int(status.split("VmRSS:")[1].split()[0])
        except (OSError, IndexError):
            continue
    return total / 1024


# --- The page meanwhile ----------------------------------------------------------------------------------------------


def measure_page(database=None):
    with new_portal(database) as site:
        site.manage("demo", "--size", "8", "--no-serve")
        site.manage("worker", "--once", "-v", "0")
        with site.serving():
            asked(site, until=time.monotonic() + 3)
            idle = asked(site, until=time.monotonic() + 10)
            site.load(("Доклад.pptx", presentation()))
            worker = site.start_worker("--once")
            try:
                busy = asked(site, until=lambda: worker.poll() is not None)
            finally:
                worker.terminate()
                worker.wait()
        assert worker.returncode == 0
    print(f"event page at rest: p50 {part(idle, 50):.1f} ms, p95 {part(idle, 95):.1f} ms ({len(idle)} requests)")
    print(f"while the worker works: p50 {part(busy, 50):.1f} ms, p95 {part(busy, 95):.1f} ms ({len(busy)} requests)")
    print(f"p95: {part(busy, 95) / part(idle, 95):.2f} of that at rest (at most 2)")


def asked(portal, until):
    """The milliseconds of requests made one after another, with short pauses."""
    is_over = until if callable(until) else lambda: time.monotonic() > until
    connection, took = http.client.HTTPConnection("127.0.0.1", portal.port), []
    while not is_over():
        started = time.perf_counter()
        connection.request("GET", EVENT)
        response = connection.getresponse()
        response.read()
        assert response.status == 200
        took.append((time.perf_counter() - started) * 1000)
        time.sleep(0.02)
    connection.close()
    return took


def part(took, percent):
    return sorted(took)[min(len(took) - 1, len(took) * percent // 100)]


# --- Kills -----------------------------------------------------------------------------------------------------------


def measure_kills(times=20, seed=1, database=None):
    with new_portal(database) as site:
        print(f"{times} kills (seed {seed}): ", end="", flush=True)
        killed = kill(site, times, seed, say=lambda word: print(word, end=" ", flush=True))
    print(f"\nnothing lost, nothing by halves, check_files clean; killed in the middle of a job: {killed} of {times}")


def kill(site, times, seed, say=lambda word: None):
    """Kill a busy worker so many times and assert what must hold; return how often it was in the middle of a job."""
    rng, busy = random.Random(seed), 0
    documents = [(f"Доклад {number}.pdf", pdf(8 + number)) for number in range(3)]
    site.load(*documents, ("Доклад.pptx", presentation(6, 1)))
    for number in range(times):
        worker = site.start_worker()
        wait_until_it_works(site, rounds=number + 1)
        time.sleep(rng.uniform(0.1, 4))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        found = look(site, again=True)
        assert found["wrong"] == [], found
        assert len(found["states"]) == 4
        assert "failed" not in found["states"], found
        busy += "processing" in found["states"]
        say("processing" if "processing" in found["states"] else "idle")
    site.manage("worker", "--once", "-v", "0")
    found = look(site)
    assert found == {"states": ["ready"] * 4, "wrong": []}, found
    said = site.manage("check_files", "--older-than", "0")  # exits with 1, and so raises, if anything is left over
    assert "Всё в порядке" in said
    return busy


def wait_until_it_works(site, rounds):
    for _ in range(600):
        if (site.folder / "worker.log").read_text().count("Обработчик файлов работает.") >= rounds:
            return
        time.sleep(0.1)
    raise RuntimeError("the worker does not start")


MEASURES = {"slides": measure_slides, "page": measure_page, "kills": measure_kills}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", nargs="?", choices=MEASURES)
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--database", help="the URL of an empty database to use instead of a SQLite file")
    options = parser.parse_args()
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for measure in [MEASURES[options.measure]] if options.measure else MEASURES.values():
        measure(*options.numbers, database=options.database)
