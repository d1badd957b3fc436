"""The line to a graph server: connecting, what its errors mean, the constraints it needs, the mark of a reader."""
