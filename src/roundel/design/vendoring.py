"""Make `static/design/vendor/` from unpacked npm packages: `python -m roundel.design.vendoring <folder>`.

The folder holds the packages as `npm pack` and `tar` leave them, one directory each, named as in `PACKAGES`.
What we do not have the right to use is taken out on the way: the GDS Transport typeface is licensed to GOV.UK
alone, and the royal arms and crown are protected. Our own name and a system typeface stand in their place.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {
    "govuk-frontend": "6.6.0",
    "ministryofjustice-frontend": "11.1.0",
    "accessible-autocomplete": "3.0.1",
}
TARGET = Path(__file__).parent / "static" / "design" / "vendor"

# Only these components of the Ministry of Justice are used; the rest of its stylesheet stays out.
MOJ_PREFIXES = (
    ".moj-badge",
    ".moj-filter",
    ".moj-identity-bar",
    ".moj-interruption-card",
    ".moj-message",
    ".moj-pagination",
    ".moj-sub-navigation",
    ".moj-timeline",
)
CREST = ("govuk-crest", "copyright-logo")
FONT = "var(--roundel-font,system-ui,sans-serif)"


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Split a stylesheet into (selector or at-rule, body) pairs at the outermost level."""
    position = 0
    while (opening := css.find("{", position)) != -1:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[position:opening].strip(), css[opening + 1 : end - 1]
        position = end


def without(css: str, words: tuple[str, ...]) -> str:
    """Drop every rule that mentions one of the words, inside at-rules too."""
    kept = []
    for head, body in rules(css):
        if any(word in head for word in words):
            continue
        inner = without(body, words) if head.startswith(("@media", "@supports")) else body
        if inner and not any(word in inner for word in words):
            kept.append(f"{head}{{{inner}}}")
    return "".join(kept)


def only(css: str, prefixes: tuple[str, ...]) -> str:
    """Keep the rules whose selector names one of the prefixes."""
    kept = []
    for head, body in rules(css):
        if head.startswith(("@media", "@supports")):
            inner = only(body, prefixes)
            if inner:
                kept.append(f"{head}{{{inner}}}")
        elif any(prefix in head for prefix in prefixes):
            kept.append(f"{head}{{{body}}}")
    return "".join(kept)


def plain(css: str) -> str:
    """Take out comments, source maps, embedded fonts, the crest and the typeface's name."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S).replace('@charset "UTF-8";', "")
    css = without(css, ("@font-face", *CREST))
    return re.sub(r"font-family:GDS Transport,arial,sans-serif", f"font-family:{FONT}", css)


def local_images(css: str) -> str:
    """Point image addresses at the copies beside the stylesheet."""
    return re.sub(r"url\(/assets/images/([^)]+)\)", r"url(images/\1)", css)


def script(path: Path) -> str:
    """The script without the line that names a source map we do not ship."""
    return re.sub(r"\n?//# sourceMappingURL=.*\n?", "\n", path.read_text())


def write(name: str, text: str) -> None:
    """Write one vendored file."""
    target = TARGET / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text if text.endswith("\n") else text + "\n")


def main(source: Path) -> None:
    """Write every vendored file and the list of versions."""
    folders = {name: source / f"{name}-{version}" for name, version in PACKAGES.items()}
    govuk = folders["govuk-frontend"] / "dist" / "govuk"
    write("govuk-frontend/govuk-frontend.min.css", plain((govuk / "govuk-frontend.min.css").read_text()))
    write("govuk-frontend/govuk-frontend.min.js", script(govuk / "govuk-frontend.min.js"))

    moj = folders["ministryofjustice-frontend"] / "moj"
    moj_css = local_images(only(plain((moj / "moj-frontend.min.css").read_text()), MOJ_PREFIXES))
    write("moj-frontend/moj-frontend.min.css", moj_css)
    for image in sorted(set(re.findall(r"url\(images/([^)]+)\)", moj_css))):
        write(f"moj-frontend/images/{image}", (moj / "assets" / "images" / image).read_text())

    picker = folders["accessible-autocomplete"]
    css = (picker / "dist" / "accessible-autocomplete.min.css").read_text()
    write("accessible-autocomplete/accessible-autocomplete.min.css", plain(css))
    write(
        "accessible-autocomplete/accessible-autocomplete.min.js",
        script(picker / "dist" / "accessible-autocomplete.min.js"),
    )
    write("accessible-autocomplete/LICENSE.txt", (picker / "LICENSE.txt").read_text())
    write("VERSIONS", "".join(f"{name} {version}\n" for name, version in PACKAGES.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
