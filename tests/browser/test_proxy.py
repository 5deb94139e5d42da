"""Behind a real proxy, which brings TLS and a path: the configuration of the guide, and what it lets through."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import free_port, serving
from tests.browser.test_dashboard import heading

GUIDE = (Path(__file__).parents[2] / "docs" / "dashboard.md").read_text(encoding="utf-8")


@pytest.fixture
def nginx():
    """The system's nginx; without one these tests are skipped."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("there is no nginx on this machine; install it (Debian: apt-get install nginx-light)")
    return found


def test_the_guides_proxy_serves_the_dashboard_over_tls_below_a_path(browser, desk, nginx, tmp_path):
    (site,) = re.findall(r"^```nginx\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    secure = free_port()
    public = f"https://localhost:{secure}/planner"
    with serving(desk.url, tmp_path, public) as inside:
        certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
        for told, here in {
            "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
            "cal.example.com;": "localhost;",
            "/etc/ssl/certs/cal.example.com.pem": str(certificate),
            "/etc/ssl/private/cal.example.com.key": str(key),
            "http://127.0.0.1:8501": str(inside),
        }.items():
            assert told in site
            site = site.replace(told, here)
        folders = "".join(
            f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (tmp_path / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {tmp_path}/pid; error_log stderr;\nevents {{}}\n"
            f"http {{ access_log off;\n{folders}{site} }}\n"
        )
        proxy = subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
        try:
            context = browser.new_context(ignore_https_errors=True, locale="en-GB")
            page = context.new_page()
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"https://localhost:{secure}/", timeout=1)
                except urllib.error.URLError as problem:  # what is refused is there; TLS is not believed here
                    if "refused" not in str(problem.reason):
                        break
                time.sleep(0.05)
            assert page.goto(f"{public}/").status == 403
            page.goto(f"{public}/?key={inside.key}")
            heading(page, "What do you need to buy?")  # drawn by way of the WebSocket
            assert page.url.partition("?")[0] == f"{public}/"
            assert inside.key not in page.url
            (cookie,) = [one for one in context.cookies() if one["name"].startswith("cal_planner_")]
            assert (cookie["secure"], cookie["httpOnly"], cookie["path"]) == (True, True, "/planner")
            page.get_by_role("link", name="Saved work").click()
            heading(page, "Saved work")
            assert page.url.startswith(f"{public}/saved")
            page.reload()
            heading(page, "Saved work")
            context.close()
        finally:
            proxy.terminate()
            proxy.wait(10)
