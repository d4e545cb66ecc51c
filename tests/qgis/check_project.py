"""Opens a QGIS project in a headless QGIS, says what QGIS makes of it, and draws the map and the printed page.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 check_project.py PROJECT.qgz PICTURES

PICTURES is the beginning of the names of the pictures: PICTURES-map.png, PICTURES-page.png. Prints one JSON object. Exit
status 1 when the project cannot be read, 77 when QGIS is not there (the customary "skipped"). Needs Debian's python3-qgis,
which only the system's Python sees.
"""

import faulthandler
import json
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt asks for a runtime folder that nobody else may read.
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="qgis-runtime-")
os.chmod(os.environ["XDG_RUNTIME_DIR"], 0o700)
# A profile of its own: several QGIS at once would make the same user profile, and one finds its coordinate systems half written.
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = tempfile.mkdtemp(prefix="qgis-profile-")

try:
    from qgis.core import (
        QgsApplication,
        QgsDateTimeRange,
        QgsExpression,
        QgsExpressionContext,
        QgsExpressionContextUtils,
        QgsFeatureRequest,
        QgsLayoutExporter,
        QgsLayoutItemLabel,
        QgsLayoutItemLegend,
        QgsLayoutItemMap,
        QgsLayoutItemScaleBar,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsNetworkAccessManager,
        QgsProject,
        QgsUnitTypes,
        QgsVectorLayer,
        QgsVectorLayerTemporalContext,
        QgsWkbTypes,
    )
    from qgis.PyQt.QtCore import QSize, Qt
except ImportError:
    print("python3-qgis is not installed", file=sys.stderr)
    sys.exit(77)

faulthandler.enable()
REQUESTS = []


def told(layer):
    """What QGIS makes of a layer."""
    temporal = layer.temporalProperties()
    return {
        "title": layer.name(),
        "id": layer.id(),
        "table": layer.source().split("layername=")[-1].split("|")[0],
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
        "features": layer.featureCount(),
        "located": sum(1 for f in layer.getFeatures() if f.hasGeometry()),
        "sound": all(f.geometry().isGeosValid() for f in layer.getFeatures() if f.hasGeometry()),
        "fields": {f.name(): f.typeName() for f in layer.fields()},
        "aliases": {f.name(): f.alias() for f in layer.fields()},
        "renderer": layer.renderer().type() if layer.renderer() else None,
        "legend": [item.label() for item in layer.renderer().legendSymbolItems()] if layer.renderer() else [],
        "labels": layer.labelsEnabled(),
        "tips": [tip(layer, f) for f in layer.getFeatures()] if layer.mapTipTemplate() and layer.featureCount() < 500 else [],
        "tabs": [tab.name() for tab in layer.editFormConfig().tabs()],
        "temporal": [temporal.startField(), temporal.endField()] if temporal.isActive() else None,
        "read_only": layer.readOnly(),
    }


def tip(layer, feature):
    """The map tip of a feature as the canvas shows it."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def alone(path):
    """What QGIS makes of the incidents when the GeoPackage is opened without the project: the style inside it."""
    layer = QgsVectorLayer(path + "|layername=incidents", "incidents", "ogr")
    return {
        "renderer": layer.renderer().type() if layer.isValid() else None,
        "alias": layer.attributeAlias(layer.fields().lookupField("date_start")),
        "labels": layer.labelsEnabled(),
        "tips": [tip(layer, f) for f in layer.getFeatures()] if layer.featureCount() < 500 else [],
    }


def expressions(project):
    """The expressions of rules that QGIS cannot read."""
    bad = []

    def walk(rule):
        if rule.filterExpression() and not rule.isElse():
            expression = QgsExpression(rule.filterExpression())
            if expression.hasParserError():
                bad.append(rule.filterExpression() + ": " + expression.parserErrorString())
        for child in rule.children():
            walk(child)

    for layer in project.mapLayers().values():
        renderer = layer.renderer()
        if renderer is not None and renderer.type() == "pointDisplacement":
            renderer = renderer.embeddedRenderer()
        if renderer is not None and renderer.type() == "RuleRenderer":
            walk(renderer.rootRule())
        if layer.labeling() is not None and layer.labeling().type() == "simple":
            settings = layer.labeling().settings()
            for text in [settings.fieldName]:
                expression = QgsExpression(text)
                if expression.hasParserError():
                    bad.append(text + ": " + expression.parserErrorString())
    return bad


def days(project):
    """How many incidents each frame of the temporal controller shows."""
    settings = project.timeSettings()
    layers = [l for l in project.mapLayersByName("Incidents")]
    if not layers or settings.temporalRange().isInfinite():
        return {}
    layer, counts = layers[0], {}
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    moment, last = settings.temporalRange().begin(), settings.temporalRange().end()
    while moment < last and len(counts) < 40:
        after = moment.addDays(1)
        only = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(moment, after, True, False))
        request = QgsFeatureRequest().setFilterExpression(only) if only else QgsFeatureRequest()
        counts[moment.toString("yyyy-MM-dd")] = sum(1 for _ in layer.getFeatures(request))
        moment = after
    return counts


def relations(project):
    return {
        id: {
            "valid": relation.isValid(),
            "related": sum(sum(1 for _ in relation.getRelatedFeatures(f)) for f in relation.referencedLayer().getFeatures())
            if relation.isValid() and relation.referencedLayer().featureCount() < 500
            else None,
        }
        for id, relation in project.relationManager().relations().items()
    }


def draw_map(project, path):
    settings = QgsMapSettings()
    tree = project.layerTreeRoot()
    settings.setLayers([layer for layer in tree.layerOrder() if tree.findLayer(layer.id()).isVisible()])
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(1500, 1000))
    settings.setOutputDpi(110)
    settings.setLabelingEngineSettings(project.labelingEngineSettings())
    settings.setEllipsoid(project.ellipsoid())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    context = QgsExpressionContext()
    for scope in (
        QgsExpressionContextUtils.globalScope(),
        QgsExpressionContextUtils.projectScope(project),
        QgsExpressionContextUtils.mapSettingsScope(settings),
    ):
        context.appendScope(scope)
    settings.setExpressionContext(context)
    settings.setFlag(QgsMapSettings.DrawLabeling, True)
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(path)
    return {"errors": [error.message for error in job.errors()], "scale": round(settings.scale())}


def draw_page(project, path):
    layouts = project.layoutManager().printLayouts()
    if not layouts:
        return None
    layout = layouts[0]
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 130
    settings.generateWorldFile = False
    result = QgsLayoutExporter(layout).exportToImage(path, settings)
    items = layout.items()
    label = [item.currentText() for item in items if isinstance(item, QgsLayoutItemLabel)]
    legends = [item for item in items if isinstance(item, QgsLayoutItemLegend)]
    rows = []
    for legend in legends:
        legend.refresh()
        model = legend.model()
        for layer in legend.model().rootGroup().findLayers():
            rows.append(layer.name())
            rows += ["- " + node.data(Qt.DisplayRole) for node in model.layerLegendNodes(layer)]
    return {
        "name": layout.name(),
        "exported": result == QgsLayoutExporter.Success,
        "maps": sum(isinstance(item, QgsLayoutItemMap) for item in items),
        "scale_bars": sum(isinstance(item, QgsLayoutItemScaleBar) for item in items),
        "labels": label,
        "legend": rows,
    }


def main(path, pictures):
    application = QgsApplication([], False)
    application.initQgis()
    QgsNetworkAccessManager.instance().requestAboutToBeCreated.connect(
        lambda request: REQUESTS.append(request.request().url().toString())
    )
    project = QgsProject.instance()
    without_project = alone(os.path.join(os.path.dirname(path), "reportmap.gpkg"))
    if not project.read(path):
        print(f"QGIS cannot read {path}: {project.error()}", file=sys.stderr)
        sys.stderr.flush()
        os._exit(1)
    settings = project.timeSettings()
    span = settings.temporalRange()
    found = {
        "title": project.title(),
        "crs": project.crs().authid(),
        "groups": [group.name() for group in project.layerTreeRoot().children()],
        "layers": [told(layer) for layer in project.mapLayers().values()],
        "sources": sorted(layer.source() for layer in project.mapLayers().values()),
        "relations": relations(project),
        "time": [
            span.begin().toString(Qt.ISODate),
            span.end().toString(Qt.ISODate),
            settings.timeStep(),
            QgsUnitTypes.toString(settings.timeStepUnit()),
        ],
        "days": days(project),
        "bad_expressions": expressions(project),
        "map": draw_map(project, pictures + "-map.png"),
        "page": draw_page(project, pictures + "-page.png"),
        "alone": without_project,
        "requests": REQUESTS,
    }
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.stdout.flush()
    # QGIS may crash on its way out; the answer is given already.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
