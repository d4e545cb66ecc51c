"""Draws the picture of the README from output/ with Debian's QGIS.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 docs/make_picture.py docs/karabakh-map.png
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (Qgis, QgsApplication, QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsLineSymbol, QgsMapRendererParallelJob,
                       QgsMapSettings, QgsMarkerSymbol, QgsPalLayerSettings, QgsProject, QgsRectangle, QgsRendererCategory,
                       QgsSingleSymbolRenderer, QgsTextBufferSettings, QgsTextFormat, QgsVectorLayer, QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QFont

app = QgsApplication([], False)
app.initQgis()
here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "output")


def layer(name, symbol, label=None, size=9, color="#222222", subset=None):
    path = os.path.join(here, name)
    found = QgsVectorLayer(path, name, "ogr")
    assert found.isValid(), path
    if subset:
        found.setSubsetString(subset)
    found.setRenderer(QgsSingleSymbolRenderer(symbol))
    return labelled(found, label, size, color)


def labelled(found, label, size, color):
    if label:
        text, settings, halo = QgsTextFormat(), QgsPalLayerSettings(), QgsTextBufferSettings()
        text.setFont(QFont("DejaVu Sans"))
        text.setSize(size)
        text.setColor(QColor(color))
        halo.setEnabled(True)
        halo.setSize(0.9)
        halo.setColor(QColor("white"))
        text.setBuffer(halo)
        settings.fieldName = label
        settings.isExpression = True
        settings.setFormat(text)
        found.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        found.setLabelsEnabled(True)
    return found


world = QgsVectorLayer("/usr/share/qgis/resources/data/world_map.gpkg|layername=countries", "world", "ogr")
if not world.isValid():
    raise SystemExit("the countries of QGIS are not there: install the package qgis-common")
world.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#f4f1ea", "outline_color": "#9a9a9a", "outline_width": "0.3"})))
labelled(world, '"NAME"', 11, "#8a8a8a")
area = layer("areas.geojson", QgsFillSymbol.createSimple({"color": "230,159,0,60", "outline_color": "#b87d00", "outline_width": "0.4"}),
             '"name"', 10, "#7a5200", "kind = 'region' AND name NOT LIKE '%Caucasus%'")
border = layer("lines.geojson", QgsLineSymbol.createSimple({"line_color": "#d55e00", "line_width": "1.1"}), '"name"', 9, "#b04c00")
pipes = layer("infrastructure.geojson", QgsLineSymbol.createSimple({"line_color": "#0072b2", "line_width": "0.6", "line_style": "dash"}), '"name"', 8, "#005a8c")
incidents = layer("incidents.geojson", QgsMarkerSymbol.createSimple({"name": "circle", "size": "3.4", "outline_color": "white", "outline_width": "0.4"}),
                  "\"sub_event_type\" || '\\n' || \"place_name\" || ' · ' || \"status\"", 9, "#7a1f00")
colors = {"reported": "#d55e00", "claimed": "#e69f00", "disputed": "#cc79a7", "denied": "#999999", "confirmed": "#009e73"}
incidents.setRenderer(QgsCategorizedSymbolRenderer("status", [
    QgsRendererCategory(status, QgsMarkerSymbol.createSimple({"name": "circle", "size": "4", "color": color, "outline_color": "white", "outline_width": "0.4"}), status)
    for status, color in colors.items()]))

settings = QgsMapSettings()
settings.setLayers([incidents, border, pipes, area, world])
settings.setOutputSize(QSize(1400, 860))
settings.setOutputDpi(110)
settings.setBackgroundColor(QColor("#dcebf5"))
settings.setDestinationCrs(incidents.crs())
settings.setExtent(QgsRectangle(43.0, 38.1, 51.2, 42.6))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
job.renderedImage().save(sys.argv[1])
os._exit(0)
