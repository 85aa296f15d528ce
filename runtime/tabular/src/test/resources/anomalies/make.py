"""Makes the detectors of anomalies here, and what scikit-learn answers: python make.py, with scikit-learn 1.9."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import IsolationForest
from sklearn.ensemble._iforest import _average_path_length
from sklearn.svm import OneClassSVM

FIELDS = ["x0", "x1", "x2"]
random = np.random.RandomState(20261126)
train = random.normal(size=(200, 3)).astype(np.float32)
train[:60] += 4
rows = np.vstack([random.normal(size=(30, 3)), random.uniform(-9, 9, size=(30, 3))]).astype(np.float32)


def schema():
    return "<MiningSchema>" + "".join(f'<MiningField name="{f}"/>' for f in FIELDS) + "</MiningSchema>"


def write(name, algorithm, more, inner, after, scores):
    """A document whose answer is called score, and a table of rows with their answers."""
    fields = "".join(f'<DataField name="{f}" optype="continuous" dataType="float"/>\n' for f in FIELDS)
    with open(name + ".pmml", "w") as out:
        out.write(f"""<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>
{fields}</DataDictionary>
<AnomalyDetectionModel functionName="regression" algorithmType="{algorithm}"{more}>{schema()}
<Output><OutputField name="score" optype="continuous" dataType="double" feature="predictedValue"/></Output>
{inner}
{after}</AnomalyDetectionModel></PMML>
""")
    with open(name + ".csv", "w") as out:
        out.write(",".join(FIELDS + ["score"]) + "\n")
        for row, score in zip(rows, scores):
            out.write(",".join(str(x) for x in row) + "," + repr(float(score)) + "\n")


def node(tree, at, depth, predicate):
    if tree.children_left[at] < 0:
        length = depth + _average_path_length([tree.n_node_samples[at]])[0]
        return f'<Node score="{float(length)!r}">{predicate}</Node>\n'
    test = f'<SimplePredicate field="{FIELDS[tree.feature[at]]}" operator="%s" value="{float(tree.threshold[at])!r}"/>'
    return (
        f"<Node>{predicate}\n"
        + node(tree, tree.children_left[at], depth + 1, test % "lessOrEqual")
        + node(tree, tree.children_right[at], depth + 1, test % "greaterThan")
        + "</Node>\n"
    )


def isolation_forest():
    forest = IsolationForest(n_estimators=10, max_samples=16, random_state=1).fit(train)
    segments = "".join(
        f'<Segment><True/><TreeModel functionName="regression" splitCharacteristic="binarySplit">{schema()}\n'
        + node(tree.tree_, 0, 0, "<True/>")
        + "</TreeModel></Segment>\n"
        for tree in forest.estimators_
    )
    inner = f'<MiningModel functionName="regression">{schema()}<Segmentation multipleModelMethod="average">\n{segments}</Segmentation></MiningModel>'
    write("isolation-forest", "iforest", ' sampleDataSize="16"', inner, "", -forest.score_samples(rows))


def one_class_svm():
    svm = OneClassSVM(gamma=0.25, nu=0.1).fit(train.astype(float))
    vectors = "".join(
        f'<VectorInstance id="{i}"><Array type="real" n="3">{" ".join(repr(float(x)) for x in v)}</Array></VectorInstance>\n'
        for i, v in enumerate(svm.support_vectors_)
    )
    references = "".join(f'<SupportVector vectorId="{i}"/>' for i in range(len(svm.support_vectors_)))
    coefficients = "".join(f'<Coefficient value="{float(c)!r}"/>' for c in svm.dual_coef_[0])
    inner = f"""<SupportVectorMachineModel functionName="regression">{schema()}<RadialBasisKernelType gamma="0.25"/>
<VectorDictionary><VectorFields>{"".join(f'<FieldRef field="{f}"/>' for f in FIELDS)}</VectorFields>
{vectors}</VectorDictionary>
<SupportVectorMachine><SupportVectors>{references}</SupportVectors>
<Coefficients absoluteValue="{float(svm.intercept_[0])!r}">{coefficients}</Coefficients></SupportVectorMachine></SupportVectorMachineModel>"""
    write("one-class-svm", "ocsvm", "", inner, "", svm.decision_function(rows.astype(float)))


def clusters():
    points = train.astype(float)
    means = KMeans(n_clusters=3, n_init=3, random_state=1).fit(points)
    distances = means.transform(points)
    usual = [distances[means.labels_ == c, c].mean() for c in range(3)]
    centers = "".join(
        f'<Cluster id="c{i}"><Array type="real" n="3">{" ".join(repr(float(x)) for x in c)}</Array></Cluster>\n'
        for i, c in enumerate(means.cluster_centers_)
    )
    fields = "".join(f'<ClusteringField field="{f}" compareFunction="absDiff"/>' for f in FIELDS)
    inner = f"""<ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="3">{schema()}
<ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure>{fields}
{centers}</ClusteringModel>"""
    after = f'<MeanClusterDistances><Array type="real" n="3">{" ".join(repr(float(x)) for x in usual)}</Array></MeanClusterDistances>\n'
    of_rows = means.transform(rows.astype(float))
    nearest = of_rows.argmin(axis=1)
    write("cluster-distances", "clusterMeanDist", "", inner, after, of_rows.min(axis=1) / np.array(usual)[nearest])


isolation_forest()
one_class_svm()
clusters()
