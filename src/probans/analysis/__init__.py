"""The analyst: footage, reading, linkage, incidents, casualties. Pure: values in, values out."""
